"""The words of the command line, with help and examples for each command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from scnvariation._version import __version__
from scnvariation.messages import shell as messages

__all__ = ["Command", "build_parser"]

Command = Callable[[argparse.Namespace], Iterator[str]]

DESCRIPTION = """\
Unexplained variation between areas of England: funnel plots and variation tables
with honest limits, from your own file or from the sample that comes along."""
EXAMPLES = """\
examples:
  scnvariation demo
  scnvariation check sample
  scnvariation funnel sample --indicator ccg_ois:3.5 --network-area Wessex
  scnvariation variation sample --network cardiovascular --period "2014/15 Q4"
  scnvariation pack sample --as-at "2014/15 Q4" --suppress hes --out packs

Each command has help of its own: scnvariation funnel --help
exit codes: 0 done, 1 data refused, 2 usage, 3 folder locked, 4 could not write"""

DEMO = """\
Write pictures and tables made from the sample into a folder: a funnel for each
network (PNG and SVG) and the variation table (CSV and text)."""
DEMO_EXAMPLES = """\
examples:
  scnvariation demo
  scnvariation demo --out demo"""

CHECK = """\
Say what is wrong or worth knowing in a file, all at once, with the row as Excel
shows it and what to do. Exit code 1 if anything must be put right first."""
CHECK_EXAMPLES = """\
examples:
  scnvariation check sample
  scnvariation check sample --out problems.csv --html problems.html
  scnvariation check "my file.xlsx" --sheet Data --columns "Events=numerator" """

FUNNEL = """\
Compare every area with England for one indicator in one period. Without --out
the result is told in words; with it, pictures and figures are written."""
FUNNEL_EXAMPLES = """\
examples:
  scnvariation funnel sample --indicator ccg_ois:3.5
  scnvariation funnel sample --indicator 3.5 --network-area Wessex --out funnels
  scnvariation funnel sample --indicator ccg_ois:2.13 --out dementia.png
  scnvariation funnel "my file.csv" --statistic proportion --out funnel.svg"""

VARIATION = """\
Measure how much areas differ, beside what chance alone would give: typical gap,
SCV, percentile ratios, and the level against the rest of England."""
VARIATION_EXAMPLES = """\
examples:
  scnvariation variation sample --indicator ccg_ois:3.5
  scnvariation variation sample --network cardiovascular --period "2014/15 Q4"
  scnvariation variation sample --indicator ccg_ois:3.5 --period "2014/15 Q4" --by network_area
  scnvariation variation sample --period 2014/15 --out variation.csv"""

PACK = """\
Write what a quarter has to show: for each network and network area a page for the
board, a workbook, and tables for scripts. An earlier pack in the folder is replaced
as a whole, or left as it was."""
PACK_EXAMPLES = """\
examples:
  scnvariation pack sample --as-at "2014/15 Q4" --suppress hes --out packs
  scnvariation pack sample --network cardiovascular --network-area Wessex --out wessex
  scnvariation pack "my file.csv" --period 2014/15 --areas areas.csv --out packs"""

VERIFY = """\
Compare every file of a folder with the manifest that was written with it. Exit code 1
if a file is changed or missing or the run was stopped, 2 if there is no manifest."""
VERIFY_EXAMPLES = """\
examples:
  scnvariation verify packs"""

TEMPLATE = """\
Write an empty table with the right headings and a page that explains them, to be
filled with your own figures."""
TEMPLATE_EXAMPLES = """\
examples:
  scnvariation template "our figures.csv"
  scnvariation template "our figures.xlsx" """


def build_parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Build the parser.

    Parameters
    ----------
    commands : mapping of str to callable
        What each command runs.

    Returns
    -------
    argparse.ArgumentParser
    """
    parser = _parser_of("scnvariation", DESCRIPTION, EXAMPLES)
    parser.add_argument("--version", action="version", version=f"scnvariation {__version__}")
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (description, examples, fill) in WORDS.items():
        command = chosen.add_parser(
            name,
            help=description.split(". ")[0].split(":")[0].replace("\n", " ").rstrip("."),
            description=description,
            epilog=examples.rstrip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        fill(command)
        command.set_defaults(run=commands[name])
    return parser


def _parser_of(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=name,
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="demo", metavar="FOLDER", help="where to write (%(default)s)")


def _check(parser: argparse.ArgumentParser) -> None:
    _source(parser)
    parser.add_argument("--out", metavar="FILE", help="write the list of problems as .csv")
    parser.add_argument("--html", metavar="PATH", help="write the problems as a page for a browser (extra report)")


def _funnel(parser: argparse.ArgumentParser) -> None:
    _source(parser)
    _choice(parser)
    options = parser.add_argument_group("limits and flags")
    options.add_argument("--benchmark", type=number, metavar="NUMBER", help="centre line; England by default")
    options.add_argument("--standard", type=number, metavar="NUMBER", help="a standard to draw; sets no limits")
    options.add_argument("--method", metavar="WORD", help="exact (default), normal, interpolated, arcsine ...")
    options.add_argument("--overdispersion", metavar="WORD", help="predictive (default), none, additive ...")
    options.add_argument("--basis", metavar="WORD", help="which status leads: auto (default), exact, adjusted")
    options.add_argument("--reference", metavar="WORD", help="england (default) or these_areas")
    _out(parser, ".png, .svg, .pdf, .csv, .xlsx or .txt")


def _variation(parser: argparse.ArgumentParser) -> None:
    _source(parser)
    _choice(parser)
    options = parser.add_argument_group("grouping and options")
    options.add_argument("--network", metavar="NAME", help="one condition network, such as cardiovascular")
    options.add_argument(
        "--by",
        action="append",
        metavar="COLUMN",
        help="one group for each value, such as network_area; may be given again (indicator and period)",
    )
    options.add_argument(
        "--need", action="append", metavar="COLUMN", help="adjust for a need covariate too; may be given again"
    )
    options.add_argument(
        "--repeat-factor", type=number, metavar="NUMBER", help="how much repeat events widen chance, 1 or more"
    )
    options.add_argument("--about", metavar="WORD", help="level of reference: own (default), england, given")
    options.add_argument(
        "--simulations", type=int, metavar="N", help="draws for the chance-only values (999); 0 for none"
    )
    _out(parser, ".csv, .xlsx or .txt")


def _pack(parser: argparse.ArgumentParser) -> None:
    _source(parser)
    choice = parser.add_argument_group("what to show")
    choice.add_argument("--as-at", metavar="WHEN", help="latest figures by then: '2014/15 Q4' or 2015-03-31")
    choice.add_argument("--period", metavar="PERIOD", help="this period for every indicator instead")
    choice.add_argument("--baseline", metavar="PERIOD", help="period to compare with; one year earlier by default")
    choice.add_argument("--network", action="append", metavar="NAME", help="this network only; may be given again")
    choice.add_argument(
        "--network-area", action="append", metavar="NAME", help="this network area only; may be given again"
    )
    options = parser.add_argument_group("what is written")
    options.add_argument("--suppress", metavar="RULE", help="disclosure rule: hes or ons_deaths; none by default")
    options.add_argument(
        "--formats", type=words, metavar="WORDS", help="some of xlsx,html,csv,parquet (the first three)"
    )
    options.add_argument("--out", required=True, metavar="FOLDER", help="folder for the packs, and for nothing else")


def _verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="folder that a command has written")


def _template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="file to write, .csv or .xlsx")


def _source(parser: argparse.ArgumentParser) -> None:
    """Add the file and what may be said about it."""
    parser.add_argument("file", metavar="FILE", help="a CSV, Excel or Parquet file, or the word: sample")
    reading = parser.add_argument_group("reading the file")
    reading.add_argument("--layout", metavar="WORD", help="layout of the file; recognised by itself (auto)")
    reading.add_argument("--sheet", metavar="NAME", help="sheet of a workbook")
    reading.add_argument(
        "--columns", action="append", default=[], metavar="HEADING=COLUMN", help="your heading for a column of ours"
    )
    reading.add_argument("--statistic", metavar="WORD", help="proportion, rate, ratio, dsr, mean or estimate")
    reading.add_argument("--areas", metavar="FILE", help="table of areas: area_code, network_area, region ...")
    reading.add_argument("--catalogue", metavar="FILE", help="table of indicators: name, statistic, polarity ...")
    reading.add_argument("--strict", action="store_true", help="stop at warnings as well")


def _choice(parser: argparse.ArgumentParser) -> None:
    """Add what is chosen from the data."""
    choice = parser.add_argument_group("what to show")
    choice.add_argument("--indicator", metavar="ID", help="id, or a code that is unique in the file")
    choice.add_argument("--period", metavar="PERIOD", help="such as 2013/14 or '2014/15 Q4'")
    choice.add_argument("--network-area", metavar="NAME", help="one network area; England stays the benchmark")
    choice.add_argument("--polarity", metavar="WORD", help="high_is_good, low_is_good or neutral")


def _out(parser: argparse.ArgumentParser, endings: str) -> None:
    parser.add_argument("--out", metavar="PATH", help=f"a folder, or a file ending in {endings}")


def number(text: str) -> float:
    """Read a number, or say how one is written."""
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(messages.not_a_number(text)) from error


def words(text: str) -> tuple[str, ...]:
    """Read words that are separated by commas."""
    return tuple(word for word in (one.strip() for one in text.split(",")) if word)


WORDS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "demo": (DEMO, DEMO_EXAMPLES, _demo),
    "check": (CHECK, CHECK_EXAMPLES, _check),
    "funnel": (FUNNEL, FUNNEL_EXAMPLES, _funnel),
    "variation": (VARIATION, VARIATION_EXAMPLES, _variation),
    "pack": (PACK, PACK_EXAMPLES, _pack),
    "verify": (VERIFY, VERIFY_EXAMPLES, _verify),
    "template": (TEMPLATE, TEMPLATE_EXAMPLES, _template),
}
