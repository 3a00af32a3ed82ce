"""The sentences under shares: whose they are, what is withheld, and what need cannot tell."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from scnvariation.analysis.scope import Scope, doubt_note
from scnvariation.analysis.shares_areas import Asked, SplitAreas
from scnvariation.analysis.shares_parts import LEAST_EVENTS, LEAST_NETWORKS, WIDEST
from scnvariation.analysis.shares_words import FOUND, places_words
from scnvariation.messages import shares as messages
from scnvariation.messages.variation import need_words
from scnvariation.stats.nested import NestedShares

__all__ = ["notes_on"]

#: Places that areas are mapped to, now and then in doubt.
MAPPED = frozenset({"network_area", "network_area_key"})
#: Above this correlation the shares of need and networks are known to be off.
CONFOUNDED = 0.5
AREAS_PER_COEFFICIENT = 10


def notes_on(
    scope: Scope,
    areas: SplitAreas,
    asked: Asked,
    fitted: NestedShares,
    table: pd.DataFrame,
    slopes: pd.DataFrame,
) -> tuple[str, ...]:
    """Collect the sentences that belong under picture and table.

    Parameters
    ----------
    scope : Scope
        What was asked.
    areas : SplitAreas
        The areas used.
    asked : Asked
        With `between` and `need`.
    fitted : NestedShares
        What the model found.
    table, slopes : pandas.DataFrame
        As on the result.

    Returns
    -------
    tuple of str
        Without full stops.
    """
    between = asked.between
    return (
        *_of_england(scope, areas),
        *((messages.all_alike(),) if areas.all_alike else _withheld(fitted, table, between)),
        *(_on_need(fitted, slopes, between) if len(slopes) and fitted.converged else ()),
        *((messages.assumes_no_repeats(),) if areas.family == "poisson" and fitted.converged else ()),
        *_left_out(areas),
        *doubt_note(scope.data, narrowed=between in MAPPED),
        *scope.notes,
    )


def _of_england(scope: Scope, areas: SplitAreas) -> Iterator[str]:
    """Say that a selection does not narrow the shares."""
    if not scope.shown.all():
        yield messages.england_not_selection(areas.observed.size, int(scope.shown.sum()))


def _left_out(areas: SplitAreas) -> Iterator[str]:
    """Count the areas left out, by reason."""
    if len(areas.excluded):
        counts = areas.excluded["reason"].value_counts()
        reasons = [f"{number:,} {str(reason).replace('_', ' ')}" for reason, number in counts.items()]
        yield messages.left_out(len(areas.excluded), areas.n_given, reasons)


def _withheld(fitted: NestedShares, table: pd.DataFrame, between: str) -> Iterator[str]:
    """Say why shares are missing, or what those given cannot show."""
    place, places = places_words(between)
    parts = table.set_index("part")
    width = parts["share_of_true_upper"] - parts["share_of_true_lower"]
    if fitted.n_networks < LEAST_NETWORKS:
        yield messages.few_groups(fitted.n_networks, places, LEAST_NETWORKS)
    elif fitted.n_networks == fitted.n_areas:
        yield messages.one_area_each(place)
    elif fitted.mean_expected < LEAST_EVENTS:
        yield messages.few_events(fitted.mean_expected, LEAST_EVENTS)
    elif not fitted.converged:
        yield messages.unsettled()
    elif width.isna().all():
        yield messages.nothing_above_chance()
    else:
        names = {
            "need": "that goes with need",
            "between_networks": f"between {places}",
            "within_networks": f"within {places}",
        }
        if (width > WIDEST).any():
            yield messages.too_wide([names[part] for part in width.index[width > WIDEST]])
        if parts["share_of_true"].notna()["between_networks"]:
            yield messages.rough(fitted.n_networks, places)


def _on_need(fitted: NestedShares, slopes: pd.DataFrame, between: str) -> Iterator[str]:
    """Say what adjusting for need may and may not mean here."""
    place, places = places_words(between)
    n_covariates = len(slopes)
    yield messages.areas_are_not_people(need_words(tuple(slopes["covariate"])))
    if fitted.n_areas < AREAS_PER_COEFFICIENT * (1 + n_covariates):
        yield messages.few_per_coefficient(fitted.n_areas, n_covariates)
    names = [name.replace("_", " ") for name in slopes["covariate"]]
    for name, p, correlation in zip(names, slopes["difference_p"], slopes["confounding"], strict=True):
        if p < FOUND:
            yield messages.slopes_differ(name, places)
        if abs(correlation) > CONFOUNDED:
            yield messages.goes_with_networks(name, correlation, place)
    if not math.isnan(fitted.explained) and fitted.explained < 0:
        yield messages.explains_nothing()
