"""The options of a drawing, checked once at the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Literal, Self

from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word
from scnvariation.options import check_option
from scnvariation.plots.palette import Palette, palette_named
from scnvariation.plots.words import names_not_a_number

__all__ = ["CaterpillarOrder", "CaterpillarStyle", "FunnelStyle", "Highlight", "Style"]

Highlight = str | Iterable[str] | Mapping[str, str | Iterable[str]]
CaterpillarOrder = Literal["network_area", "value"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """What every picture lets its user choose.

    Attributes
    ----------
    palette : {'government', 'fingertips'}
        Colours by name.
    highlight : str, iterable of str, or mapping
        Areas to ring: a code or a whole name, several of them, or a column of the areas with the values
        wanted, such as ``{"network_area": "Wessex"}``. Only exact matches count.
    title, caption : bool
        Whether the message stands above and the facts below.
    """

    palette: str = "government"
    highlight: Highlight | None = None
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
        return cls(**options)  # type: ignore[arg-type]


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
        Style.__post_init__(self)
        if not isinstance(self.names, int) or self.names < 0:
            raise OptionError(names_not_a_number(self.names))


@dataclass(frozen=True, kw_only=True, slots=True)
class CaterpillarStyle(Style):
    """Style of a caterpillar.

    Attributes
    ----------
    order : {'network_area', 'value'}
        Areas by value inside each network area, or all of them by value.
    """

    order: CaterpillarOrder = "network_area"

    def __post_init__(self) -> None:
        # Zero-argument super() is lost when slots=True rebuilds the class.
        Style.__post_init__(self)
        check_option("order", self.order, CaterpillarOrder)
