# SPDX-License-Identifier: Apache-2.0
class Failure(Exception):
    """One line for the user; status 2."""
