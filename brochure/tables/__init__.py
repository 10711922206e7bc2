"""Tables of anybody: XLSX and CSV, read within limits of bytes, rows, columns, time and memory."""
