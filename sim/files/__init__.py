"""Files that people write: text and TOML in, strict models or faults with their places out (docs/messages.md)."""

from kaohe.sim.files.document import Document, load_toml, load_toml_text, load_tomls
from kaohe.sim.files.fault import Fault, Faults, Severity, brief, quoted
from kaohe.sim.files.model import Exact, FileModel, Share, Whole, wrong
from kaohe.sim.files.places import exists, inside, is_file, is_folder, resolved
from kaohe.sim.files.spelling import Spelling, fold, nearest, spelled_number
from kaohe.sim.files.syntax import said_in
from kaohe.sim.files.text_file import read_text

__all__ = [
    "Document",
    "Exact",
    "Fault",
    "Faults",
    "FileModel",
    "Severity",
    "Share",
    "Spelling",
    "Whole",
    "brief",
    "exists",
    "fold",
    "inside",
    "is_file",
    "is_folder",
    "load_toml",
    "load_toml_text",
    "load_tomls",
    "nearest",
    "quoted",
    "read_text",
    "resolved",
    "said_in",
    "spelled_number",
    "wrong",
]
