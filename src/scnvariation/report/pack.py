"""`scn.variation_pack`: what a quarter has to show, as pages, workbooks and tables for each network and area."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.pack_figures import PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.analysis.scope import as_indicators
from scnvariation.errors import DataWarning, OptionError
from scnvariation.messages import pack as messages
from scnvariation.messages.selection import no_such_value
from scnvariation.messages.shell import extra_needed
from scnvariation.options import PackFormat, Suppress, check_option
from scnvariation.report.disclosure import DisclosureRule, disclosure_rule, rule_words
from scnvariation.report.disclosure_apply import controlled
from scnvariation.report.pack_files import PackJob, Place, write_pack
from scnvariation.report.pack_folder import PackFolder
from scnvariation.report.pack_index import InShort
from scnvariation.report.pack_result import Pack
from scnvariation.report.safe import file_names
from scnvariation.report.stamp import pack_stamp
from scnvariation.report.workers import in_processes
from scnvariation.selection import as_list, network_keys

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["variation_pack"]

EVERYTHING = "all"
INDEX = "index.html"
#: What a format needs that is not always installed: module, package and the extra that brings it.
NEEDS = {"html": ("jinja2", "jinja2", "report"), "xlsx": ("xlsxwriter", "XlsxWriter", "excel")}


def variation_pack(  # noqa: PLR0913 - the public face of the pack; each option is one word
    data: Indicators | pd.DataFrame,
    *,
    out: str | Path,
    period: str | None = None,
    as_at: object = None,
    baseline: str | None = None,
    network: str | Sequence[str] | None = None,
    network_area: str | Sequence[str] | None = None,
    suppress: Suppress | DisclosureRule | None = None,
    formats: Sequence[PackFormat] = ("xlsx", "html", "csv"),
    processes: int = 2,
) -> Pack:
    """Write the pack of each network and network area: overview, variation tables, who is outside, change, notes.

    One pass over the data makes all packs; each is a page, a workbook and tables for scripts. Areas are judged against
    England, whichever packs are written. A pack asks questions: it ranks nobody and says nothing about causes.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        What is shown; England stays what it is.
    out : str or path-like
        Folder, made where it does not exist. Files that this function did not write are never touched.
    period : str, optional
        This period for every indicator.
    as_at : str or date, optional
        A period (`2014/15 Q4`, meaning its last day) or a day: the latest figure of each indicator by then, with its
        age. With neither, the latest.
    baseline : str, optional
        Period with which each indicator is compared; by default the same stretch one year earlier.
    network, network_area : str or list of str, optional
        Which packs are written; all by default.
    suppress : {'hes', 'ons_deaths'}, DisclosureRule or None
        The disclosure rule; None shows counts as they are and says so on every page and sheet.
    formats : sequence of {'xlsx', 'html', 'csv', 'parquet'}
        What is written of each pack.
    processes : int, default 2
        Processes that write packs side by side.

    Returns
    -------
    Pack

    Raises
    ------
    OptionError
        If a word, a network, a network area or a period is unknown, or an extra is not installed.
    DataError
        If no indicator has a figure.
    BlockingIOError
        If another run is writing into the folder.
    OSError
        If the folder cannot be written; an earlier pack in it is as it was.

    Warns
    -----
    DataWarning
        If no disclosure rule is stated.

    See Also
    --------
    scnvariation.overview, scnvariation.funnel_table, scnvariation.variation, scnvariation.change

    Notes
    -----
    The figures are those of the functions above. Disclosure control comes first: pages, pictures, tables and
    provenance are made from controlled figures (decision record 17). The set is written aside and moved into place, the
    manifest with the SHA-256 of each file last; `Pack.verify` or `scnvariation verify` compares it.

    Examples
    --------
    >>> import tempfile
    >>> import scnvariation as scn
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pack = variation_pack(scn.load_sample(), as_at="2014/15 Q4", network="cardiovascular",
    ...                           network_area="Wessex", suppress="hes", formats=["csv"], out=folder)
    ...     print(pack.packs["title"].tolist(), pack.verify().ok)
    ['Cardiovascular: Wessex'] True
    """
    rule = disclosure_rule(suppress)
    wanted = _formats(formats)
    held = as_indicators(data, "variation_pack", None, None)
    for option, value in (("network", network), ("network_area", network_area)):
        if value is not None and not as_list(value):
            raise OptionError(messages.names_nothing(option))
    networks = None if network is None else list(network_keys(as_list(network), held.catalogue["networks"]))
    with PackFolder(out) as folder:  # the lock comes first: a second run stops before it has worked for nothing
        figures = pack_figures(held, period=period, as_at=as_at, baseline=baseline, network=networks)
        places = _places(figures, networks, network_area)
        options = {"network": network, "network_area": network_area, "suppress": suppress, "formats": wanted}
        stamp = pack_stamp(figures, held, rule=rule, options=options)
        shown = controlled(figures, rule)
        job = PackJob(run=folder.run, figures=shown, rule=rule, formats=wanted, stamp=stamp)
        packs = in_processes(write_pack, places, setup=job, processes=processes, label="packs")
        if "html" in wanted:
            from scnvariation.report.index_page import index_page  # noqa: PLC0415 - needs an extra

            folder.write(INDEX, index_page(packs, stamp).encode())
        files = folder.publish(stamp)
    if rule is None:
        warnings.warn(messages.no_rule(), DataWarning, stacklevel=2)
    return Pack(
        folder=Path(out),
        packs=pd.DataFrame(packs, columns=InShort._fields),
        files=files,
        excluded=shown.excluded,
        disclosure=rule_words(rule),
        stamp=stamp,
        settings=figures.settings,
        notes=shown.notes,
    )


def _formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Check every format, before any work is done."""
    wanted = tuple(dict.fromkeys([formats] if isinstance(formats, str) else formats))
    if not wanted:
        raise OptionError(messages.no_format())
    for one in wanted:
        check_option("formats", one, PackFormat)
        if one in NEEDS:
            module, package, extra = NEEDS[one]
            if find_spec(module) is None:
                raise OptionError(extra_needed(messages.in_format(one), package, extra))
    return wanted


def _places(
    figures: PackFigures, networks: Sequence[str] | None, network_area: str | Sequence[str] | None
) -> list[Place]:
    """List the packs to be written, each with a folder name of its own."""
    areas = list(figures.network_areas)
    if network_area is not None:
        for one in as_list(network_area):
            if one not in areas:
                raise OptionError(no_such_value("network_area", one, areas))
        areas = [str(one) for one in as_list(network_area)]
    keys = figures.networks if networks is None else networks
    pairs = list(dict.fromkeys(product(keys or [""], areas or [""])))
    # No blank between them: "a b" in "c" and "a" in "b c" are two packs.
    labels = ["\n".join(filter(None, pair)) or EVERYTHING for pair in pairs]
    names = file_names(labels)
    return [Place(network, area, names[label]) for (network, area), label in zip(pairs, labels, strict=True)]
