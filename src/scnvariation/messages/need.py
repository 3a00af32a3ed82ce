"""Texts about need covariates and the adjustment made with them."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, did_you_mean, five_of, listed, quoted

__all__ = [
    "collinear",
    "confounded",
    "inflated",
    "named_twice",
    "no_covariate",
    "not_adjusted_collinear",
    "not_adjusted_few",
    "not_adjusted_separated",
    "not_adjusted_unsettled",
    "not_numeric",
    "overfitted",
    "places",
    "pulls",
    "too_few_areas",
]


def no_covariate(name: object, offered: Sequence[str]) -> str:
    """Say that there is no such column to adjust for, and which there are."""
    return f"need={name!r} is not a column that can be adjusted for. {_offered(offered)}{did_you_mean(name, offered)}"


def not_numeric(name: str, texts: Sequence[str], offered: Sequence[str]) -> str:
    """Say that a column holds words where need covariates are numbers."""
    held = f"holds {five_of([quoted(text) for text in texts])}" if texts else "holds no number"
    return f"need={name!r} is not numeric: it {held}. {_offered(offered)}"


def named_twice(names: Sequence[str]) -> str:
    """Say that a covariate stands twice in the list."""
    return f"need= names {listed(names)} twice; name each covariate once."


def _offered(offered: Sequence[str]) -> str:
    if not offered:
        return "The data hold no numeric column for it; add one to the areas table, or use with_areas()."
    return f"{count(len(offered), 'numeric column').capitalize()} to choose from: {', '.join(offered)}."


def collinear(constant: Sequence[str], repeated: Sequence[str]) -> str:
    """Say that covariates add nothing to the others, and which."""
    return f"need= cannot be adjusted for: {_useless(constant, repeated)}. Leave {_it(constant, repeated)} out."


def too_few_areas(with_data: int, covariates: int) -> str:
    """Say that there are too few areas for so many covariates."""
    return (
        f"adjusting for {count(covariates, 'covariate')} needs at least {covariates + 4} areas in England with figures "
        f"and {'the covariate' if covariates == 1 else 'all covariates'}; there are {with_data:,}. "
        "Name fewer covariates, or load more areas."
    )


def places(labels: Sequence[tuple[str, str]]) -> str:
    """Name the indicators, and the periods where there is one indicator, that a sentence is about.

    >>> places([("a", "2013"), ("a", "2014")]), places([("a", "2013"), ("b", "2013"), ("b", "2014")])
    ('a (2013, 2014)', 'a, b')
    """
    indicators = list(dict.fromkeys(indicator for indicator, _ in labels))
    if len(indicators) > 1:
        return five_of(indicators)
    return f"{indicators[0]} ({five_of([period for _, period in labels])})"


def overfitted(areas: int, coefficients: int, where: str) -> str:
    """Say that there are few areas for what is estimated."""
    return (
        f"{where}: {count(coefficients, 'coefficient')} of the need adjustment rest on {count(areas, 'area')}; with "
        "fewer than 10 areas for each the adjustment follows chance in part."
    )


def inflated(names: Sequence[str], where: str) -> str:
    """Say that covariates go together so closely that their slopes mean nothing by themselves."""
    return (
        f"{where}: {_and(names)} go together so closely that their slopes cannot be told apart; what they explain "
        "together stands."
    )


def confounded(name: str, share: int, where: str) -> str:
    """Say that a covariate differs mostly between network areas."""
    return (
        f"{where}: {share}% of the variance of {name} lies between network areas, so that need and network are hard to "
        "tell apart; the adjustment may take away part of a difference between networks."
    )


def pulls(code: str, names: Sequence[str], share: int, where: str) -> str:
    """Say that one area rules its own expected figure."""
    return (
        f"{where}: area {code} lies so far out in {_and(names)} that it sets {share}% of its own expected figure; its "
        "adjusted value says little."
    )


def not_adjusted_collinear(constant: Sequence[str], repeated: Sequence[str], where: str) -> str:
    """Say that covariates which add nothing left an indicator unadjusted."""
    return f"{where}: not adjusted for need, because {_useless(constant, repeated)}."


def not_adjusted_few(areas: int, covariates: int, where: str) -> str:
    """Say that too few areas left an indicator unadjusted."""
    return (
        f"{where}: not adjusted for need, because {count(areas, 'area')} with figures and every covariate "
        f"{'is' if areas == 1 else 'are'} too few for {count(covariates, 'covariate')}."
    )


def not_adjusted_separated(names: Sequence[str], where: str) -> str:
    """Say that covariates which tell empty areas from the others left an indicator unadjusted."""
    return (
        f"{where}: not adjusted for need, because {_and(names)} {'tells' if len(names) == 1 else 'tell'} exactly which "
        "areas have no events (or nothing else), so that no finite slope fits best."
    )


def not_adjusted_unsettled(names: Sequence[str], where: str) -> str:
    """Say that the search for slopes did not settle."""
    return f"{where}: not adjusted for need, because the search for the slopes of {_and(names)} did not settle."


def _useless(constant: Sequence[str], repeated: Sequence[str]) -> str:
    """Say which covariates never change and which the others determine."""
    same = [f"{_and(constant)} {_is(constant)} the same in every area"] if constant else []
    known = [f"{_and(repeated)} {_is(repeated)} determined by the covariates named before"] if repeated else []
    return " and ".join(same + known)


def _it(constant: Sequence[str], repeated: Sequence[str]) -> str:
    return "it" if len(constant) + len(repeated) == 1 else "them"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
