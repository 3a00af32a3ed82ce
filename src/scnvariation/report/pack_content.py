"""What one pack says: the figures, after disclosure control, cut to a network and a network area and put into words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.overview_words import OUTSIDE
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.report.content import PackContent, Section
from scnvariation.report.content_areas import areas_section, learn_section, outside_section
from scnvariation.report.content_change import change_section
from scnvariation.report.content_domains import domains_section
from scnvariation.report.content_front import front_sentences, pack_subtitle, pack_title
from scnvariation.report.content_notes import excluded_section, notes_section
from scnvariation.report.content_rug import pack_rug
from scnvariation.report.content_spread import HeadlineRows, variation_section, volume_section, where_section
from scnvariation.report.disclosure import marks, rule_words
from scnvariation.report.pack_cuts import PackCut, Sorted
from scnvariation.report.safe import slug

if TYPE_CHECKING:
    from scnvariation.report.disclosure import DisclosureRule

__all__ = ["PackCuts", "pack_content"]


def pack_content(figures: PackFigures, *, network: str, network_area: str, rule: DisclosureRule | None) -> PackContent:
    """Put one pack into words, tables and charts.

    Use `PackCuts` where several packs are made of the same figures: it sorts them once.

    Parameters
    ----------
    figures : PackFigures
        After disclosure control: what is withheld must not be in them.
    network : str
        Key of the condition network, whose indicators are shown with those that serve every network; empty for all.
    network_area : str
        Name of the network area; empty for all of England.
    rule : DisclosureRule or None
        The rule that was applied, for the reminder and the marks.

    Returns
    -------
    PackContent
    """
    return PackCuts(figures).content(network, network_area, rule)


class PackCuts:
    """Figures sorted once, from which the pack of each network and network area is cut.

    Parameters
    ----------
    figures : PackFigures
        After disclosure control.
    """

    def __init__(self, figures: PackFigures) -> None:
        self._sorted = Sorted(figures)
        self._headlines = HeadlineRows(figures)

    def content(self, network: str, network_area: str, rule: DisclosureRule | None) -> PackContent:
        """Put one pack into words, tables and charts.

        Parameters
        ----------
        network, network_area : str
            Which pack; empty for all.
        rule : DisclosureRule or None
            The rule that was applied.

        Returns
        -------
        PackContent
        """
        cut = PackCut(self._sorted, network, network_area, rule)
        return PackContent(
            title=pack_title(cut),
            subtitle=pack_subtitle(cut),
            slug=slug(f"{network} {network_area}".strip() or pack_title(cut)),
            network=network,
            network_area=network_area,
            sentences=front_sentences(cut),
            rug=pack_rug(cut),
            sections=tuple(one for one in self._sections(cut) if one.paragraphs or one.tables or one.charts),
            reminder=rule_words(rule),
            marks=marks(rule),
            tidy=MappingProxyType(_tidy(cut)),
        )

    def _sections(self, cut: PackCut) -> tuple[Section, ...]:
        """Write every section, in the order in which they are read."""
        return (
            variation_section(cut, self._headlines),
            outside_section(cut),
            learn_section(cut),
            change_section(cut),
            where_section(cut),
            volume_section(cut),
            domains_section(cut),
            areas_section(cut),
            notes_section(cut),
            excluded_section(cut),
        )


def _tidy(cut: PackCut) -> dict[str, pd.DataFrame]:
    """Cut the tables for scripts."""
    areas, indicators = cut.tidy("areas"), cut.tidy("indicators")
    return {
        "areas": areas,
        "variation": cut.tidy("variation", beside=(ENGLAND,)),
        "outside": areas[areas["judgement"].isin(OUTSIDE)].reset_index(drop=True),
        "change": cut.tidy("change"),
        "shares": cut.tidy("shares"),
        "levels": cut.tidy("levels", beside=(ENGLAND,)),
        "volume": cut.tidy("volume"),
        "excluded": cut.excluded(),
        # Whole numbers that may be missing.
        "indicators": indicators.astype({"domain": "Int64", "age_months": "Int64"}),
    }
