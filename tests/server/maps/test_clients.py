"""Five clients on a bad network agree with the server in the end. More seeds: ``make soak``."""

import pytest

from tests.server.maps.clients import Count, World


@pytest.mark.django_db(transaction=True)
def test_five_clients_agree_in_the_end() -> None:
    count = Count()
    for seed in range(6):
        World(seed, count).run()
    assert min(vars(count)[name] for name in vars(count) if name != "resets") > 0, count
