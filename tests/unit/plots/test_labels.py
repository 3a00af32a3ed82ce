"""Names must not collide, hide points, or leave the picture."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from scnvariation.plots.labels import Obstacles, place, spread


def room(dots, *, walls=None, weights=None, radius=3.0):
    walls = np.empty((0, 4)) if walls is None else np.array(walls, dtype=float)
    dots = np.array(dots, dtype=float).reshape(-1, 2)
    weights = np.ones(len(dots)) if weights is None else np.array(weights, dtype=float)
    return Obstacles((0.0, 0.0, 400.0, 300.0), walls, dots, weights, radius)


def overlap(a, b) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


@pytest.mark.parametrize("seed", range(5))
def test_names_keep_clear_of_names_points_walls_and_edges(seed):
    """The promise of the placement, on crowded pictures."""
    rng = np.random.default_rng(seed)
    dots = rng.uniform(0, [400, 300], (150, 2))
    around = room(dots, walls=[[330, 140, 400, 160]])
    boxes = place(dots[:40], np.column_stack([rng.uniform(30, 120, 40), np.full(40, 10.0)]), around)
    placed = [box for box in boxes if box is not None]
    assert len(placed) >= 10
    for one, other in itertools.combinations([*placed, around.walls[0]], 2):
        assert not overlap(one, other)
    for left, low, right, high in placed:
        assert left >= 0
        assert low >= 0
        assert right <= 400
        assert high <= 300
        inside = (dots > [left, low]).all(axis=1) & (dots < [right, high]).all(axis=1)
        assert not inside.any()


def test_two_areas_at_one_point_get_two_places():
    """B186: one name must not cover the other."""
    dots = np.array([[200.0, 150.0], [200.0, 150.0]])
    first, second = place(dots, np.array([[60.0, 10.0], [60.0, 10.0]]), room(dots))
    assert not overlap(first, second)


def test_a_name_without_a_free_place_is_left_out():
    """Better no name than one on top of another."""
    dots = np.array([[200.0, 150.0]])
    assert place(dots, np.array([[500.0, 10.0]]), room(dots)) == [None]


def test_lines_are_avoided_where_there_is_a_choice():
    """A line of samples at the right of the point sends the name elsewhere, but forbids nothing."""
    dots = np.array([[200.0, 150.0]])
    line = np.column_stack([np.linspace(205, 300, 30), np.full(30, 150.0)])
    around = room(np.vstack([dots, line]), weights=np.append(1.0, np.full(30, 0.03)))
    (box,) = place(dots, np.array([[60.0, 10.0]]), around)
    assert not ((line > box[:2]) & (line < box[2:])).all(axis=1).any()


def test_spread_moves_as_little_as_possible():
    """Three names at one height, one far away: worked by hand."""
    moved = spread(np.array([50.0, 90.0, 50.0, 50.0]), np.full(4, 10.0), 0.0, 100.0)
    assert moved.tolist() == [40.0, 90.0, 50.0, 60.0]


def test_spread_stays_inside_and_in_order():
    """At the lower edge everything moves up; the order is kept."""
    moved = spread(np.array([1.0, 0.0, 2.0]), np.full(3, 10.0), 0.0, 100.0)
    assert moved.tolist() == [15.0, 5.0, 25.0]


def test_spread_of_nothing_is_nothing():
    """A funnel may have no line that ends in view."""
    assert spread(np.array([]), np.array([]), 0.0, 100.0).size == 0


def test_two_lines_need_twice_the_room():
    """Heights 20 and 10 about one place: their middles end 15 apart, about where both wanted to be."""
    assert spread(np.array([50.0, 50.0]), np.array([20.0, 10.0]), 0.0, 100.0).tolist() == [42.5, 57.5]


def test_a_name_is_not_put_beside_another_area():
    """Else 'A' would seem to name the area B at its other end."""
    dots = np.array([[100.0, 150.0], [175.0, 150.0]])
    (box,) = place(dots[:1], np.array([[60.0, 10.0]]), room(dots, weights=[3.0, 3.0]))
    assert abs(box[2] - 175) > 8 or abs((box[1] + box[3]) / 2 - 150) > 8
