"""The path home: exactly the list makes a child ready, and nothing of it can be left out."""

from tests.queries.path_worlds import any_world

CASES = 500


def test_exactly_the_list_makes_her_ready_and_none_can_be_left_out():
    answers = []
    for seed in range(CASES):
        world = any_world(seed)
        wanted = [1]
        path = world.path(wanted)
        if path.refusals:
            assert not path.acts, seed
            assert not world.is_ready(1), seed
            answers.append(0)
            continue
        before = world
        for number, left_out in enumerate(path.acts, start=1):
            assert not before.after(path.acts[number:]).is_ready(1), (seed, left_out)
            before = before.after([left_out])
        assert before.is_ready(1), (seed, path.acts)
        assert before.path(wanted).acts == (), seed
        answers.append(len(path.acts))

    assert sum(map(bool, answers)) > CASES / 2, "most random cases have a path"
    assert max(answers) > 20
