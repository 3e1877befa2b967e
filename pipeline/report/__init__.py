"""What a person looks at after a run."""

from .summary import print_summary

__all__ = ["print_summary"]
