"""What is kept in the process."""

from threading import Thread

from cards.lib.kept import Kept


def test_a_thing_is_made_once_for_what_it_is_made_of():
    kept: Kept[list[int]] = Kept(10)

    first = kept.get(("a", 1), list, [1])

    assert kept.get(("a", 1), list, [2]) is first == [1]
    assert kept.get(("a", 2), list, [2]) == [2]


def test_only_so_many_are_kept_and_the_oldest_go():
    kept: Kept[str] = Kept(8)
    for number in range(100):
        kept.get(number, str, number)
        assert len(kept) <= 8

    assert kept.get(99, str, "anew") == "99"
    assert kept.get(0, str, "anew") == "anew"


def test_nothing_is_kept_while_templates_are_being_written(settings):
    settings.DEBUG = True
    kept: Kept[str] = Kept(8)

    assert [kept.get(1, str, "first"), kept.get(1, str, "second")] == ["first", "second"]
    assert len(kept) == 0


def test_threads_that_keep_at_once_keep_no_more_than_allowed():
    kept: Kept[str] = Kept(16)
    threads = [Thread(target=lambda: [kept.get(number, str, number) for number in range(2000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(kept) <= 16
