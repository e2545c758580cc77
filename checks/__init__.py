"""标准: what good means. Pure judgements on evidence, usable as a library; knows no network, clock or database."""
