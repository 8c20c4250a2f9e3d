import pytest

from diguan.exchange.grids import Limits, UnableToReadInput
from diguan.exchange.grids.delimited import encoding_of, read_delimited

ROWS = [["户编号", "姓名"], ["H1", "张三"], ["H2", "李四，“大”"]]


def written(tmp_path, text, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found_out(tmp_path, encoding, delimiter):
    path = written(tmp_path, "\r\n".join(delimiter.join(row) for row in ROWS), encoding)
    (grid,) = read_delimited(path, Limits())
    assert grid.head(9) == ROWS


def test_rare_characters_of_gb18030_are_read(tmp_path):
    path = written(tmp_path, "姓名,村\n㐂𠮷,䶮村\n", "gb18030")
    assert encoding_of(path) == "gb18030"
    assert read_delimited(path, Limits())[0].head(2)[1] == ["㐂𠮷", "䶮村"]


def test_quoted_delimiters_and_line_breaks_stay_in_their_cell(tmp_path):
    path = written(tmp_path, '姓名,备注\n张三,"a,b\nc"\n', "utf-8")
    assert read_delimited(path, Limits())[0].head(2)[1] == ["张三", "a,b\nc"]


def test_blank_lines_count_as_rows(tmp_path):
    (grid,) = read_delimited(written(tmp_path, "a,b\n\n1,2\n", "utf-8"), Limits())
    assert grid.head(3) == [["a", "b"], [None, None], ["1", "2"]]


def test_bytes_of_no_encoding_are_refused_with_the_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("户编号,姓名\n".encode("gb18030") + b"\xff\xff,x\n")
    with pytest.raises(UnableToReadInput) as refused:
        read_delimited(path, Limits())
    assert "GB18030" in refused.value.found.en
    assert refused.value.file == "a.csv"


def test_zero_bytes_are_no_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,\x00\n")
    with pytest.raises(UnableToReadInput):
        read_delimited(path, Limits())


def test_more_rows_than_the_limit_are_refused_with_the_figure(tmp_path):
    path = written(tmp_path, "a\n" * 11, "utf-8")
    with pytest.raises(UnableToReadInput) as refused:
        read_delimited(path, Limits(rows=10))
    assert refused.value.found.en == "more than 10 rows"
    assert len(read_delimited(written(tmp_path, "a\n" * 10, "utf-8"), Limits(rows=10))[0].columns[0]) == 10


def test_more_columns_than_the_limit_are_refused(tmp_path):
    with pytest.raises(UnableToReadInput) as refused:
        read_delimited(written(tmp_path, "a,b,c\n", "utf-8"), Limits(columns=2))
    assert refused.value.found.en == "row 1 has 3 columns"


def test_quote_that_is_never_closed_is_refused_with_the_line(tmp_path):
    path = written(tmp_path, 'a,b\n1,"' + "x" * (1 << 21), "utf-8")
    with pytest.raises(UnableToReadInput) as refused:
        read_delimited(path, Limits())
    assert "quote" in refused.value.hint.en


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a,b\n1,x\n2,"12 inch\n3,x\n4,x\n', "lines 3 to 5"),
        ('a,b\n1,"12 inch\n2,x\n3,"13 inch\n4,x\n', "lines 2 to 4"),
        ('a,b\n1,"x"y\n2,z\n', "line 2"),
    ],
)
def test_quote_that_would_swallow_rows_is_refused_with_the_lines(tmp_path, text, lines):
    with pytest.raises(UnableToReadInput) as refused:
        read_delimited(written(tmp_path, text, "utf-8"), Limits())
    assert refused.value.found.en.startswith(f"{lines} cannot be read as CSV (")
