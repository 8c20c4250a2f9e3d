"""The engine: catalogue, regions, standards, expressions, back ends, snapshots, screening; usable as a library without workbooks or Django."""
