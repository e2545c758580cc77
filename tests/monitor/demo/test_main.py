import asyncio
import re
import signal
import sys
import tomllib

from monitor.demo.city import REGISTER


async def test_the_city_can_be_opened_by_hand() -> None:
    serving = await asyncio.create_subprocess_exec(sys.executable, "-m", "monitor.demo", stdout=asyncio.subprocess.PIPE)
    assert serving.stdout is not None
    told = (await serving.stdout.readuntil(b"https://www.yunxi.test/\n")).decode()
    settings = tomllib.loads(told[told.index("[network]") : told.index("With a browser")])
    rule = next(rule for rule in settings["network"]["connect_to"] if rule.startswith("jyj.yunxi.test:80="))
    reader, writer = await asyncio.open_connection(*rule.partition("=")[2].split(":"))
    writer.write(b"GET / HTTP/1.0\r\nHost: jyj.yunxi.test\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert "云溪市教育局" in answer.decode("gb18030")
    assert str(REGISTER) in told
    assert re.search(r"--host-resolver-rules=\"MAP \S+:80 127\.0\.0\.1:\d+,", told)
    serving.send_signal(signal.SIGINT)
    assert b"closed" in await serving.stdout.read()
    assert await serving.wait() == 0
