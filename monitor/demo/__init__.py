"""The made-up city 云溪市: sites and accounts with known faults, served on this machine.

To add a site, make a folder ``pages/<host>/`` with a ``site.toml`` and its templates ``layout.html`` and ``home.html``
(``pages/common/`` has the rest), give it a row in ``register.csv``, and say in ``truth.toml`` what is wrong with it. A
path site has a folder ``pages/<host>-<name>/``. An account is a file in ``pages/accounts/``. The tests see to it that
nothing is wrong but what the truth says.
"""
