"""The grade of a host's security headers, as MDN HTTP Observatory gives it (algorithm ``mdn-5``).

A library of its own: :func:`checks.security.headers.grading.grade` takes
:class:`~checks.evidence.HostHeaders` and gives score, letter and the result of every test. One module holds one test; a
test knows names of results and no scores. What a result is worth stands in ``indicators/scores/mdn-5.toml``.
"""
