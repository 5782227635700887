"""How is one stream of work shared among processes, in order and in bounded memory?"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from openler.foundation.errors import Misuse

if TYPE_CHECKING:
    from concurrent.futures import Future

Work = TypeVar("Work")
Result = TypeVar("Result")
# Enough that no process waits for the one before it, and few enough that what waits fits into memory.
_WAITING_PER_WORKER: Final = 2


def usable_cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    do: Callable[[Work], Result],
    items: Iterable[Work],
    *,
    workers: int,
    prepare: Callable[..., None],
    given: tuple[Any, ...],
) -> Generator[Result, None, None]:
    """Do something with each item, and give the results in the order of the items.

    Args:
        do: a function of a module.
        items: read only as far as workers need them.
        workers: how many processes; with one it is done here.
        prepare: is called once in each process, with ``given``.
        given: may be sent to another process.

    Raises:
        Misuse: a process was ended from outside.
    """
    if workers == 1:
        prepare(*given)
        yield from map(do, items)
        return
    # Commands that start no processes do not wait for this to be loaded.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(prepare, given))
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(do, item))
            if len(waiting) > _WAITING_PER_WORKER * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise Misuse(
            "A process of this command was ended from outside, so nothing was written.",
            advice="See whether the machine ran out of memory, and try with fewer --workers.",
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(prepare: Callable[..., None], given: tuple[Any, ...]) -> None:
    # Control-C ends the command; its processes end with it, each without a word of its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare(*given)
