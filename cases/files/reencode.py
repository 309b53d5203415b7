"""Re-encodes an image without its metadata.

Run as a process of its own, with limits and an empty environment, so that a
hostile image cannot harm the register. Reads standard input and writes
standard output; any exit code but 0 is a refusal.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000  # a page of A4 at 600 dots an inch has 35 million
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
TOO_MANY_PIXELS = 3


def fresh(sent: Image.Image) -> bytes:
    """Return ``sent`` as a new file of its type: turned upright, its pixels only."""
    ImageOps.exif_transpose(sent, in_place=True)
    sent.info = {key: sent.info[key] for key in ("transparency",) if key in sent.info}
    file = io.BytesIO()
    if sent.format == "PNG":
        sent.save(file, "PNG")
    else:
        upright = sent if sent.mode in {"L", "RGB"} else sent.convert("RGB")
        upright.save(file, "JPEG", quality=90)
    return file.getvalue()


def main() -> int:
    """Read an image and write it re-encoded; return the exit code."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(limit, (most, most))
    Image.MAX_IMAGE_PIXELS = None  # judged below, by our own measure
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("JPEG", "PNG")) as sent:
        if sent.width * sent.height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        sys.stdout.buffer.write(fresh(sent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
