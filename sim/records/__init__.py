"""Records: what a real office would hold. Schema, writing and reading."""

from kaohe.sim.records.access import Records
from kaohe.sim.records.digest import NULL
from kaohe.sim.records.schema import PAPERS, SCHEMA, Column, Papers, Table
from kaohe.sim.records.writer import RecordsWriter

__all__ = ["NULL", "PAPERS", "SCHEMA", "Column", "Papers", "Records", "RecordsWriter", "Table"]
