"""Files as LibreOffice Calc understands them: a spreadsheet that is not ours, set to Swedish."""

import io
import subprocess
from pathlib import Path

from openpyxl import Workbook, load_workbook

SECONDS = 180
SWEDISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>sv-SE</value></prop></item>
</oor:items>
"""
# what the dialogue of a Swedish Calc proposes for our files: semicolons (59), quotes (34), UTF-8
# (76), from the first line, Swedish (1053), quoted fields not as text, numbers and days found
AS_CSV = "CSV:59,34,76,1,,1053,false,true"


def opened(files: dict[str, bytes], where: Path) -> dict[str, Workbook]:
    """Each file, by its name, as Calc saves it again when it has opened it; one start a kind."""
    made: dict[str, Workbook] = {}
    for kind, options in ((".xlsx", []), (".csv", [f"--infilter={AS_CSV}"])):
        chosen = {name: body for name, body in files.items() if name.endswith(kind)}
        made |= _saved_again(chosen, options, where / kind[1:]) if chosen else {}
    return made


def _saved_again(files: dict[str, bytes], options: list[str], where: Path) -> dict[str, Workbook]:
    before, after, profile = where / "in", where / "ut", where / "profil"
    for path in (before, after, profile / "user"):
        path.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SWEDISH, encoding="utf-8")
    for name, body in files.items():
        (before / name).write_bytes(body)
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    command += [*options, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(after)]
    subprocess.run(
        [*command, *(str(before / name) for name in files)],
        stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=SECONDS,
    )  # fmt: skip
    return {
        name: load_workbook(io.BytesIO((after / Path(name).with_suffix(".xlsx").name).read_bytes()))
        for name in files
    }
