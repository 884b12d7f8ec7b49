"""Records: what a real office would hold. Schema, writing and reading."""

from kaohe.sim.records.access import Records
from kaohe.sim.records.schema import SCHEMA, Column, Table
from kaohe.sim.records.writer import NULL, RecordsWriter

__all__ = ["NULL", "SCHEMA", "Column", "Records", "RecordsWriter", "Table"]
