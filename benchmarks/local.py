"""Files that are uploaded at once to the site on this machine: when are they live?

.venv/bin/python benchmarks/local.py [--files N] [--archive N] [--old]

`--archive` stories are there before. The new ones come after them, or with `--old` among them.
"""

from __future__ import annotations

import http.client
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

from arguments import count, described
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet_cli.content import folder_uploads
from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.preparing import Preparation
from broadsheet_cli.local.stack import LocalStack
from peering.archive import Archive, Story
from scaling.growing import key_of, text_of

UPLOADERS = 8
LOOK, TOLD = 4.0, 15.0  # seconds between looks for pages, and between lines
MOST = 600.0  # seconds


def main(files: int, archive: int, *, old: bool) -> None:
    stories = list(Archive(1).stories(archive + files + 1))
    last = stories.pop()
    there, new = stories[:archive], stories[archive:]
    if old:
        new = stories[:: max(1, len(stories) // files)][:files]
        there = [story for story in stories if story not in new]
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalStack(prepare=partial(prepare, folder, there)) as stack,
    ):
        stack.tick()
        stack.settle(MOST)
        print(f"{len(there)} stories are there, {len(new)} come at once")
        report(stack, new)
        report(stack, [last])


def prepare(folder: str, there: list[Story], journal: Path, url: str) -> None:
    Path(folder, "articles").mkdir()
    for story in there:
        file = Path(folder, key_of(story))
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text_of(story))
    with closing(Journal(journal)) as kept:
        for _ in Preparation(folder_uploads(Path(folder)), kept, url, MemoryTable()).steps():
            pass


def report(stack: LocalStack, stories: list[Story]) -> None:
    before, start = cpu(stack.engine.process_id), time.monotonic()
    upload(stack, stories)
    missing, told = {story.path for story in stories}, 0.0
    while missing and (passed := time.monotonic() - start) < MOST:
        time.sleep(LOOK if len(stories) > 1 else 0.02)
        missing -= {path for path in missing if live(stack, path)}
        if passed > told + TOLD:
            told = passed
            print(f"  after {passed:.0f} s: {len(stories) - len(missing)}", flush=True)
    seconds, spent = time.monotonic() - start, cpu(stack.engine.process_id) - before
    print(
        f"{len(stories) - len(missing)} live after {seconds:.1f} s; the local AWS took {spent:.1f} s of CPU"
    )


def upload(stack: LocalStack, stories: list[Story]) -> None:
    put = partial(stack.client("s3").put_object, Bucket=stack.uploads_bucket)
    with ThreadPoolExecutor(UPLOADERS) as pool:
        for done in [pool.submit(put, Key=key_of(story), Body=text_of(story)) for story in stories]:
            done.result()


def live(stack: LocalStack, path: str) -> bool:
    connection = http.client.HTTPConnection(stack.url.removeprefix("http://"), timeout=10)
    with closing(connection):
        connection.request("HEAD", path)
        return connection.getresponse().status == 200


def cpu(process: int) -> float:
    """Seconds that the local AWS has used, without its functions' processes."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    parser = described(__doc__)
    parser.add_argument("--files", type=count, default=300)
    parser.add_argument("--archive", type=count, default=300)
    parser.add_argument("--old", action="store_true")
    given = parser.parse_args()
    main(given.files, given.archive, old=given.old)
