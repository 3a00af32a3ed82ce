"""The options of a drawing, checked once at the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Literal, Self

from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word
from scnvariation.options import check_option
from scnvariation.plots.palette import Palette, palette_named
from scnvariation.plots.words import names_not_a_number, only_for_kind, part_not_a_number

__all__ = [
    "CaterpillarOrder",
    "ChangeStyle",
    "FunnelStyle",
    "Highlight",
    "OverviewStyle",
    "PlainStyle",
    "RatesStyle",
    "SharesStyle",
    "Style",
    "TrendStyle",
    "VariationStyle",
]

Highlight = str | Iterable[str] | Mapping[str, str | Iterable[str]]
CaterpillarOrder = Literal["network_area", "value"]
RatesKind = Literal["caterpillar", "strip"]
VariationKind = Literal["gaps", "tiles"]
TrendKind = Literal["level", "spread", "boxes"]
ChangeKind = Literal["spread", "trajectories"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainStyle:
    """What every picture lets its user choose.

    Attributes
    ----------
    palette : {'government', 'fingertips'}
        Colours by name.
    title, caption : bool
        Whether the message stands above and the facts below.
    """

    #: Options that belong to one kind of picture only.
    _of_kind: ClassVar[Mapping[str, str]] = {}

    palette: str = "government"
    title: bool = True
    caption: bool = True

    def __post_init__(self) -> None:
        palette_named(self.palette)

    @property
    def colours(self) -> Palette:
        """The palette itself."""
        return palette_named(self.palette)

    @classmethod
    def given(cls, options: Mapping[str, object]) -> Self:
        """Build the style from keywords, or stop at one it does not know."""
        known = [field.name for field in fields(cls)]
        for name in options:
            if name not in known:
                raise OptionError(unknown_word("style", name, known))
        style = cls(**options)  # type: ignore[arg-type]
        kind = getattr(style, "kind", "")
        for name, wanted in cls._of_kind.items():
            if name in options and kind != wanted:
                raise OptionError(only_for_kind(name, wanted, str(kind)))
        return style


@dataclass(frozen=True, kw_only=True, slots=True)
class Style(PlainStyle):
    """What a picture of areas lets its user choose.

    Attributes
    ----------
    highlight : str, iterable of str, or mapping
        Areas to ring: a code or a whole name, several of them, or a column of the areas with the values
        wanted, such as ``{"network_area": "Wessex"}``. Only exact matches count.
    """

    highlight: Highlight | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelStyle(Style):
    """Style of a funnel.

    Attributes
    ----------
    names : int
        At most so many areas outside the limits are named beside their points, and as many of those
        highlighted.
    """

    names: int = 12

    def __post_init__(self) -> None:
        # Zero-argument super() is lost when slots=True rebuilds the class.
        PlainStyle.__post_init__(self)
        if not isinstance(self.names, int) or self.names < 0:
            raise OptionError(names_not_a_number(self.names))


@dataclass(frozen=True, kw_only=True, slots=True)
class RatesStyle(Style):
    """Style of the pictures of single values.

    Attributes
    ----------
    kind : {'caterpillar', 'strip'}
        Areas with their intervals, or each area as a dot in the row of its network area.
    order : {'network_area', 'value'}
        Of a caterpillar: areas by value inside each network area, or all of them by value.
    """

    _of_kind: ClassVar[Mapping[str, str]] = {"order": "caterpillar"}

    kind: RatesKind = "caterpillar"
    order: CaterpillarOrder = "network_area"

    def __post_init__(self) -> None:
        PlainStyle.__post_init__(self)
        check_option("kind", self.kind, RatesKind)
        check_option("order", self.order, CaterpillarOrder)


@dataclass(frozen=True, kw_only=True, slots=True)
class SharesStyle(PlainStyle):
    """Style of the bars of shares."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VariationStyle(PlainStyle):
    """Style of the pictures of variation.

    Attributes
    ----------
    kind : {'gaps', 'tiles'}
        Typical gaps with their intervals, or a map of the twelve network areas.
    part : int
        Of the gaps: which part is shown where there are more rows than fit.
    """

    _of_kind: ClassVar[Mapping[str, str]] = {"part": "gaps"}

    kind: VariationKind = "gaps"
    part: int = 1

    def __post_init__(self) -> None:
        PlainStyle.__post_init__(self)
        check_option("kind", self.kind, VariationKind)
        check_part(self.part)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendStyle(PlainStyle):
    """Style of the pictures of time.

    Attributes
    ----------
    kind : {'level', 'spread', 'boxes'}
        A place beside England, how much areas differ, or box plots of the areas.
    place : str, optional
        Of the level: an area or network area, by its whole name.
    """

    _of_kind: ClassVar[Mapping[str, str]] = {"place": "level"}

    kind: TrendKind = "level"
    place: str | None = None

    def __post_init__(self) -> None:
        PlainStyle.__post_init__(self)
        check_option("kind", self.kind, TrendKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeStyle(PlainStyle):
    """Style of the pictures of change.

    Attributes
    ----------
    kind : {'spread', 'trajectories'}
        How much areas differed then and differ now, or each network area then and now.
    """

    kind: ChangeKind = "spread"

    def __post_init__(self) -> None:
        PlainStyle.__post_init__(self)
        check_option("kind", self.kind, ChangeKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class OverviewStyle(Style):
    """Style of the tartan rug.

    Attributes
    ----------
    part : int
        Which part is shown where there are more indicators than fit.
    """

    part: int = 1

    def __post_init__(self) -> None:
        PlainStyle.__post_init__(self)
        check_part(self.part)


def check_part(part: object) -> None:
    """Stop unless a part is a whole number from 1."""
    if isinstance(part, bool) or not isinstance(part, int) or part < 1:
        raise OptionError(part_not_a_number(part))
