"""``govwatch worker`` and ``govwatch jobs``: many machines on one PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.commands.options import DEFAULT_CONFIG, Config, opened, run
from monitor.commands.serving import stop_signal, worker_of
from monitor.health import health_served
from monitor.logs import set_up_logs
from monitor.settings import load_settings
from monitor.workers.queue import app_for, opened_queue, set_aside


def worker(config: Config = DEFAULT_CONFIG) -> None:
    """Do work that ``govwatch serve`` hands out, beside other workers on one PostgreSQL. 分担监测任务。"""
    run(_work(config))
    typer.echo("已停止。")


async def _work(config: Path) -> None:
    app_for(load_settings(config).database.url)  # says at once what is missing
    stop = stop_signal()
    async with opened(config) as desk:
        set_up_logs(desk.settings.operation.logs)
        one = worker_of(desk)
        async with health_served(desk, one):
            typer.echo(f"{desk.office.name}：工作进程（worker）已就绪，等待任务。按 Ctrl-C 停止。")
            await one.work(stop)


def jobs(
    config: Config = DEFAULT_CONFIG,
    again: Annotated[
        int | None, typer.Option("--again", help="Let a job that was set aside be tried again. 重新执行。")
    ] = None,
) -> None:
    """How many jobs wait and run, and those set aside because they ended their worker. 任务队列。"""
    for line in run(_jobs(config, again)):
        typer.echo(line)


async def _jobs(config: Path, again: int | None) -> list[str]:
    async with opened_queue(load_settings(config).database.url) as app:
        if again is not None:
            job = next((one for one in await set_aside(app) if one.id == again), None)
            if job is None:
                return [f"没有编号为{again}的搁置任务：请先运行 govwatch jobs 查看编号。"]
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
            return [f"任务{again}已重新排队。"]
        lanes = await app.job_manager.list_queues_async()
        lines = [
            f"{lane['name']}：等待{lane['todo']}个，进行中{lane['doing']}个，失败{lane['failed']}个" for lane in lanes
        ]
        aside = [
            f"已搁置 {job.id}：{job.queueing_lock}（{job.attempts}次使工作进程中止）" for job in await set_aside(app)
        ]
        return [*lines, *aside] or ["队列是空的。"]
