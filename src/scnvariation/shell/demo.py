"""The demonstration: a funnel for each network and a variation table, made from the sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from scnvariation import framework
from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.funnel_words import BASIS_WORDS, by_chance, percent
from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.analysis.variation_words import gap
from scnvariation.indicators import Indicators
from scnvariation.io.sample import load_sample
from scnvariation.messages import shell as messages
from scnvariation.messages.words import count
from scnvariation.report.safe import OutputFolder, slug
from scnvariation.shell.outputs import write_one
from scnvariation.shell.progress import tracked

__all__ = ["demo"]

#: One indicator of each network whose funnel is easily read; the sample's README says what was planted.
FIRST_FUNNELS = {
    "cancer": "ccg_ois:1.16",
    "cardiovascular": "ccg_ois:3.5",
    "maternity_children": "nhs_of:5.5",
    "mental_health_dementia_neurology": "ccg_ois:2.11a",
}
LATEST = ("2014/15", "2014/15 Q4")
WIDEST = 3
SIMULATIONS = 199


def demo(out: Path) -> Iterator[str]:
    """Write pictures and tables made from the sample.

    Parameters
    ----------
    out : Path
        Folder to write into; nothing that is not ours is overwritten.

    Yields
    ------
    str
        Lines that say what was loaded, found and written, and what to type next.
    """
    folder = OutputFolder(out)
    data = load_sample()
    yield f"Loaded the sample: {loaded(data)}."
    yield messages.SYNTHETIC
    yield ""
    yield from funnels(data, folder)
    yield ""
    yield from variation_table(data, folder)
    folder.finish()
    yield ""
    yield from what_next(folder)


def loaded(data: Indicators) -> str:
    """Say in one line what is in the data."""
    return repr(data).removeprefix("<Indicators: ").removesuffix(">")


def funnels(data: Indicators, folder: OutputFolder) -> Iterator[str]:
    """Draw a funnel for each network and say how many areas lie outside."""
    yield "Areas outside the 99.8% limits, latest quarter:"
    names = framework.networks().set_index("network")["label"]
    for network, indicator in tracked(list(FIRST_FUNNELS.items()), "Drawing funnels"):
        result = funnel(data, indicator)
        for ending in (".png", ".svg"):
            path = folder.target(f"funnel-{slug(network)}{ending}")
            folder.record(write_one(result, path, {}))
        yield f"  {names[network]}: {result.indicator.name}, {result.period}"
        yield f"    {outside(result)}"


def outside(result: FunnelResult) -> str:
    """Say how many areas lie outside, how many chance would give, and which limits were used."""
    found, level = result.n_outside(), percent(result.levels[-1])
    return (
        f"{found} of {count(len(result.computed), 'area')} outside {level} (chance alone: {by_chance(result)}), "
        f"by {BASIS_WORDS[result.flag_basis]}"
    )


def variation_table(data: Indicators, folder: OutputFolder) -> Iterator[str]:
    """Write the variation table and name the indicators with the widest typical gaps."""
    result = variation(
        data.select(period=list(LATEST)), by=("network", "indicator_id", "period"), simulations=SIMULATIONS
    )
    for ending in (".csv", ".txt"):
        folder.record(write_one(result, folder.target(f"variation{ending}"), {}))
    yield "Widest typical gaps between two areas picked at random, after taking chance out:"
    yield from widest_gaps(result)
    yield f"  (chance-only values of the table: {SIMULATIONS} simulations)"


def widest_gaps(result: VariationResult) -> Iterator[str]:
    """Name the widest gaps, each indicator once."""
    rows = result.widest(len(result.groups)).drop_duplicates("indicator_id").head(WIDEST)
    for number, row in enumerate(rows.to_dict("records"), start=1):
        yield f"  {number}. {gap_line(row, result)}"


def gap_line(row: Mapping[str, object], result: VariationResult) -> str:
    """Name one indicator with its gap."""
    info = result.indicators[str(row["indicator_id"])]
    return f"{info.name}, {row['period']}: {gap(row, info)}"


def what_next(folder: OutputFolder) -> Iterator[str]:
    """Say where the files are and what to type."""
    yield f"Files in {folder.path.resolve()}:"
    yield f"  {', '.join(folder.names)}"
    yield messages.NO_DISCLOSURE_RULE
    yield ""
    yield "Next, type:"
    yield "  scnvariation funnel sample --indicator ccg_ois:3.5 --network-area Wessex --out funnels"
    yield "  scnvariation check your-file.csv"
    yield "  scnvariation --help"
