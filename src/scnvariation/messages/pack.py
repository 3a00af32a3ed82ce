"""Texts about a set of packs as a whole."""

from __future__ import annotations

from scnvariation.messages.words import count

__all__ = ["in_format", "names_nothing", "no_format", "no_rule", "outside_in_packs", "packs_written"]


def no_format() -> str:
    """Say that nothing would be written."""
    return "variation_pack(formats=[]) would write nothing; name at least one of 'xlsx', 'html', 'csv', 'parquet'."


def in_format(name: str) -> str:
    """Name the call that writes one format.

    >>> in_format("xlsx")
    "variation_pack(formats=['xlsx'])"
    """
    return f"variation_pack(formats=[{name!r}])"


def names_nothing(option: str) -> str:
    """Say that a list of networks or network areas is empty, and how all of them are asked for."""
    return f"variation_pack({option}=[]) would write nothing; name at least one, or leave {option} out for all."


def no_rule() -> str:
    """Say that a set was written without a disclosure rule, and how to state one."""
    return (
        "variation_pack() was given no disclosure rule: counts are shown as they are, and every page and sheet says "
        "so. State one with suppress='hes', suppress='ons_deaths' or suppress=DisclosureRule(...) before you publish."
    )


def packs_written(packs: int, files: int, folder: str) -> str:
    """Count what was written, and say where."""
    return f"{count(packs, 'pack')} in {folder}, {count(files, 'file')} in all."


def outside_in_packs(outside: int, judged: int) -> str:
    """Count the judgements of all packs; an indicator that serves every network is in several."""
    verb = "lies" if outside == 1 else "lie"
    return (
        f"{outside:,} of {count(judged, 'figure')} {verb} outside the limits; a figure that stands in several packs "
        "is counted in each."
    )
