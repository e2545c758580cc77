"""The made-up city 云溪市: sites and accounts with known faults, served on this machine.

To add a site, make a folder ``pages/<host>/`` with a ``site.toml``, give it a row in ``register.csv``, and say in
``truth.toml`` what is wrong with it. Templates and files in its folder go before those of that name that all share,
in ``pages/common/``. A path site has a folder ``pages/<host>-<name>/``. An account is a file in ``pages/accounts/``.
The tests see to it that nothing is wrong but what the truth says.
"""
