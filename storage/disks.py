"""Whether a file lies on another machine, where SQLite's locks cannot be trusted (R22)."""

from __future__ import annotations

import re
from pathlib import Path

#: Linux lists what is mounted where; elsewhere nothing can be told.
MOUNTS = Path("/proc/self/mountinfo")

#: Kinds of file systems that several machines can mount at once, or that fake their locks.
_SHARED = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    }
)


def network_file_system(path: Path, mounts: Path | None = None) -> str:
    """The kind of network file system a file is on (or will be); empty when it is on none."""
    try:
        lines = (mounts or MOUNTS).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = path.resolve()
    kind, depth = "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = Path(_unescaped(fields[4]))
        # Later lines cover earlier ones at the same point.
        if place.is_relative_to(point) and len(point.parts) >= depth:
            kind, depth = after.split(" ")[0], len(point.parts)
    return kind if kind in _SHARED else ""


# --- private -------------------------------------------------------------------------------------


def _unescaped(text: str) -> str:
    """The kernel writes a blank as ``\\040``."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), text)
