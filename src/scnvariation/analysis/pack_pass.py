"""One pass over the data: every number of every pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scnvariation._version import __version__
from scnvariation.analysis.pack_areas import area_tables
from scnvariation.analysis.pack_choice import Chosen, choice_notes, chosen_figures
from scnvariation.analysis.pack_counts import past_counts
from scnvariation.analysis.pack_excluded import excluded_rows, rows_by_reason
from scnvariation.analysis.pack_figures import PackFigures
from scnvariation.analysis.pack_over_time import Changes, change_tables
from scnvariation.analysis.pack_shares import Splits, share_table
from scnvariation.analysis.pack_spread import level_table, not_all_of_england, variation_tables, volume_table
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import as_indicators, doubt_note, england_note, reference_words
from scnvariation.messages import pack_figures as messages

if TYPE_CHECKING:
    import pandas as pd

    from scnvariation.indicators import Indicators

__all__ = ["pack_figures"]


def pack_figures(
    data: Indicators | pd.DataFrame,
    *,
    period: str | None = None,
    as_at: object = None,
    baseline: str | None = None,
    network: object = None,
    simulations: int = 999,
    seed: int = 0,
) -> PackFigures:
    """Compute the tables of all packs in one pass, before anything is withheld.

    Every pack of a network and a network area is a cut of them. The numbers are those of `funnel`, `rates`,
    `variation`, `trend`, `change` and `shares` on the same data. A section that one of these cannot do is left out for
    that indicator, with its reason in `excluded` or `notes`; it never stops the others.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The indicators, periods and network areas selected. Tables hold all areas of England, which are the reference.
    period : str, optional
        This period for every indicator.
    as_at : str or date, optional
        The latest figure of each indicator that had ended by then. By default the latest.
    baseline : str, optional
        Period with which each indicator is compared: that one, or the one as long as the period shown that ends on
        the same day. By default the same stretch one year earlier, else the earliest comparable one within five years.
    network : str or list of str, optional
        Condition networks; indicators that serve every network come too.
    simulations, seed : int
        As in `variation`; the seed also of `change` and `shares`.

    Returns
    -------
    PackFigures

    Raises
    ------
    OptionError
        If a network, period or baseline is unknown, or the baseline suits no indicator.
    DataError
        If no indicator has a figure, or a network area is called `England`.

    See Also
    --------
    scnvariation.overview : The judgements of one table, at a glance.

    Examples
    --------
    >>> import pandas as pd
    >>> deaths = pd.DataFrame({"area_code": list("ABCDEFGH"), "numerator": [10] * 7 + [50], "denominator": 100,
    ...                        "statistic": "proportion", "polarity": "low_is_good"})
    >>> figures = pack_figures(deaths)
    >>> figures.areas["judgement"].tolist()[-2:], figures.rows["used"]
    (['similar', 'worse'], 8)
    """
    held = as_indicators(data, "pack_figures", None, None)
    chosen = chosen_figures(held, period=period, as_at=as_at, network=network)
    areas, funnels, limits, no_places = area_tables(chosen)
    groups, not_grouped = variation_tables(chosen, simulations=simulations, seed=seed)
    changes = change_tables(chosen, baseline, seed=seed)
    splits = share_table(chosen, seed=seed)
    later = {
        "variation": (not_grouped, {}),
        "change": (changes.excluded, changes.refused),
        "shares": (splits.excluded, splits.refused),
    }
    asked = {"period": period, "as_at": None if as_at is None else str(as_at), "baseline": baseline}
    return PackFigures(
        indicators=chosen.lines,
        areas=areas,
        funnels=funnels,
        limits=limits,
        variation=groups,
        levels=level_table(chosen),
        change=changes.trajectories,
        spread_change=changes.spread,
        shares=splits.shares,
        volume=volume_table(chosen),
        excluded=excluded_rows(chosen, areas, no_places, later),
        infos=chosen.infos,
        networks=chosen.networks,
        network_areas=chosen.network_areas,
        day=chosen.figures.day,
        notes=_notes(held, chosen, changes, splits),
        rows=rows_by_reason(held, chosen, areas),
        settings=_settings(held, {**asked, "network": network, "simulations": simulations, "seed": seed}),
        past_counts=past_counts(chosen),
    )


def _notes(held: Indicators, chosen: Chosen, changes: Changes, splits: Splits) -> tuple[str, ...]:
    """Say what England is, how periods were chosen, what was left out, and which places are in doubt."""
    part = chosen.names_of(not_all_of_england(chosen))
    return (
        *england_note(reference_words(held)),
        *((messages.not_all_of_england(part),) if part else ()),
        *choice_notes(chosen),
        *changes.notes,
        *splits.notes,
        *doubt_note(chosen.data, narrowed=chosen.has_places),
    )


def _settings(held: Indicators, options: dict[str, object]) -> Settings:
    """Keep what is needed to run it again, in a plain mapping: figures are sent to other processes."""
    return Settings(
        call="variation_pack",
        version=__version__,
        input_hash=held.input_hash,
        source=held.source,
        reference=reference_words(held),
        benchmark_source="England",
        options=options,
    )
