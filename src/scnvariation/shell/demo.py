"""The demonstration: a funnel for each network and a variation table, made from the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scnvariation import framework
from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.funnel_words import BASIS_WORDS
from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_figures import gap
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.indicators import Indicators
from scnvariation.io.sample import load_sample
from scnvariation.messages import shell as messages
from scnvariation.messages.words import count
from scnvariation.progress import tracked
from scnvariation.report.plain import text_table
from scnvariation.report.safe import OutputFolder, slug
from scnvariation.shell.outputs import write_one
from scnvariation.shell.program import program
from scnvariation.whole_files import write_whole

__all__ = ["demo"]

#: One indicator of each network whose funnel is easily read; the sample's README says what was planted.
FIRST_FUNNELS = {
    "cancer": "ccg_ois:1.16",
    "cardiovascular": "ccg_ois:3.5",
    "maternity_children": "ccg_ois:3.4",
    "mental_health_dementia_neurology": "sample:memory_6_weeks",
}
LATEST = ("2014/15", "2014/15 Q4")
WIDEST = 3
HOW_TO_READ = """\
Variation between the 211 areas of the sample, by network; the latest quarter or year.

Typical gap: how much the figure changes between two areas picked at random, with chance taken out.
P90/P10: the higher areas over the lower ones, beside what chance alone would give.
SCV x 100: systematic component of variation, for continuity; P says whether chance alone would do.
An indicator that serves every network stands in each part."""


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
    yield "A funnel for each network: areas outside the 99.8% limits"
    for network, indicator in tracked(list(FIRST_FUNNELS.items()), "Drawing funnels"):
        result = funnel(data, indicator)
        for ending in (".png", ".svg"):
            path = folder.target(f"funnel-{slug(network)}{ending}")
            folder.record(write_one(result, path, {}))
        yield f"  {label_of(network)}"
        yield f"    {result.indicator.name}, {result.period}"
        yield f"    {outside(result)}"


def label_of(network: str) -> str:
    """Write a network as people do."""
    labels = framework.networks().set_index("network")["label"]
    return str(labels[network])


def outside(result: FunnelResult) -> str:
    """Say how many areas lie outside, how many chance would give, and which limits were used."""
    expected = result.expected_by_chance[result.levels[-1]]
    return (
        f"{result.n_outside()} of {count(len(result.computed), 'area')} outside (chance alone: {expected:.1f}), "
        f"{BASIS_WORDS[result.flag_basis]}"
    )


def variation_table(data: Indicators, folder: OutputFolder) -> Iterator[str]:
    """Write the variation table and name the indicators with the widest typical gaps."""
    latest = data.select(period=list(LATEST))
    result = variation(latest, by=("network", "indicator_id", "period"))
    path = folder.target("variation.csv")
    result.to_csv(path)
    folder.record(path)
    folder.record(write_whole(folder.target("variation.txt"), table_of_networks(result).encode()))
    yield "Widest typical gaps between two areas picked at random, chance taken out"
    yield from widest_gaps(result)


def table_of_networks(result: VariationResult) -> str:
    """Set the variation table as text, one part for each network."""
    table = result.table()
    parts = [HOW_TO_READ]
    for network in FIRST_FUNNELS:
        rows = table[table["Network"] == network].drop(columns="Network")
        parts.append(f"{label_of(network)}\n\n{text_table(rows)}")
    parts.append(f"{messages.SYNTHETIC}\n{messages.NO_DISCLOSURE_RULE}")
    return "\n\n".join(parts) + "\n"


def widest_gaps(result: VariationResult) -> Iterator[str]:
    """Name the widest gaps, each indicator once."""
    rows = result.widest(len(result.groups)).drop_duplicates("indicator_id").head(WIDEST)
    for number, row in enumerate(rows.to_dict("records"), start=1):
        info = result.indicators[row["indicator_id"]]
        yield f"  {number}. {info.name}, {row['period']}: {gap(row, info)}"


def what_next(folder: OutputFolder) -> Iterator[str]:
    """Say where the files are and what to type."""
    yield f"Files in {folder.path.resolve()}"
    for name in folder.names:
        yield f"  {name}"
    yield messages.NO_DISCLOSURE_RULE
    yield ""
    yield "Next, type"
    for words in ("funnel sample --indicator ccg_ois:3.5 --network-area Wessex", "check your-file.csv", "--help"):
        yield f"  {program()} {words}"
