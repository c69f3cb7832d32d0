# SPDX-License-Identifier: Apache-2.0
import dataclasses


@dataclasses.dataclass
class Point:
    """A thing that is covered, or not: how often it ran, and why not if that is excluded."""
    file: str    # from the top of the repository: FOLDER/NAME.
    line: int    # from 1.
    kind: str    # lines, branches or bits.
    what: str    # of the line: a branch, a bit; '' for the line itself.
    count: int
    why: str = ''

    @property
    def folder(self):
        return self.file.split('/')[0]

    def __str__(self):
        return '%s:%d: not covered (%s)%s' % (self.file, self.line, self.kind, self.what and ': ' + self.what)
