"""What is said of what comes in: before a drop, and by the prompt. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.media.display_name import display_name
from layers_desktop.media.folder_scan import MOST_FILES, ScanResult, SkipCategory, Skipped
from layers_desktop.media.formats import MediaKind, cap_words, format_for_extension
from layers_desktop.media.urls import NO_FILE, DropPreview, WebLink
from layers_desktop.ui.i18n import formats, problem_text
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.intake.mime_data import DocumentKind, Reason
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    Origin,
    PictureSubject,
    PromptRequest,
    PromptState,
)

translate = QCoreApplication.translate
_LONGEST_NAME: Final = 48
_LONGEST_EXAMPLE: Final = 28
_LONGEST_PROJECT: Final = 60
_LONGEST_HOST: Final = 40
_NAMED_LINKS: Final = 2
_COARSE_FROM_MIN: Final = 60
_COARSE_MIN: Final = 10

# Before the drop


def will_be_sent(
    preview: DropPreview, project: str, image_kind: MediaKind | None = None, *, connected: bool = True
) -> str:
    """Return "3 images, 1 video → Café Ünïcode iOS", or that nothing of it can be sent.

    Over a side target, `image_kind` says what its images become: "2 images as logo, 1 video → …".
    """
    # Of a long list only the first were looked at.
    parts = [_others(preview.total, alone=True)] if preview.others else counted(preview, image_kind)
    if not parts:
        return translate("drop", "Nothing here can be sent")
    goes_to = shortened(project, _LONGEST_PROJECT) or translate("drop", "choose a project next")
    if not connected:
        goes_to = translate("drop", "connect next")
    sentence = translate("drop", "%1 → %2")
    return sentence.replace("%1", ", ".join(parts)).replace("%2", isolated(goes_to))


def counted(preview: DropPreview, image_kind: MediaKind | None = None) -> list[str]:
    """Return ["3 images", "1 video"]: what may be sent, each with its count."""
    return [
        words
        for count, words in (
            (preview.images, _as_kind(_images(preview.images), image_kind)),
            (preview.videos, _videos(preview.videos)),
            (preview.audio, _sounds(preview.audio)),
            (preview.links, _links(preview)),
            (preview.unknown, _others(preview.unknown, alone=preview.unknown == preview.total)),
        )
        if count
    ]


def will_be_asked(preview: DropPreview) -> str:
    """Return what is said of links: nothing is fetched by dropping them alone."""
    if not preview.links:
        return ""
    return formats.counted(
        preview.links,
        translate("drop", "The link is fetched only if you say so"),
        translate("drop", "Links are fetched only if you say so"),
    )


def cannot_be_sent(preview: DropPreview) -> str:
    """Return "1 file can't be sent (PDF)", "1 item can't be sent (link)", or nothing."""
    if not preview.refused or preview.others:
        return ""
    count = preview.refused
    one = translate("drop", "1 file can't be sent")
    many = translate("drop", "%n files can't be sent", "", count)
    if NO_FILE in preview.reasons:
        one = translate("drop", "1 item can't be sent")
        many = translate("drop", "%n items can't be sent", "", count)
    words = formats.counted(count, one, many)
    link = translate("drop", "link")
    reasons = ", ".join(link if one == NO_FILE else problem_text.term(one) for one in preview.reasons)
    return f"{words} ({reasons})" if reasons else words


def unusable(reason: Reason, *, pasted: bool = False) -> str:
    """Return why nothing of a drag or the clipboard can be taken."""
    if reason is Reason.NO_ANSWER:
        again = translate("drop", "The other program didn't answer. Copy it again")
        return again if pasted else translate("drop", "The other program didn't answer. Drag it again")
    if reason is Reason.NOT_HANDED_OVER:
        return translate(
            "drop", "The other program did not hand the picture over. Save it, then drop the file."
        )
    if pasted:
        return translate("drop", "There is no picture and no file on the clipboard.")
    if reason is Reason.TEXT:
        return translate("drop", "Text can't be sent: drop files or a picture")
    # Mail and photo programs promise files that only they can write.
    return translate("drop", "The other program offers no file: save it first, then drop it")


def document(kind: DocumentKind) -> str:
    """Return what is said of text or a table that brings a picture of itself along."""
    match kind:
        case DocumentKind.TABLE:
            return translate("drop", "A table with a picture of it")
        case DocumentKind.FORMATTED:
            return translate("drop", "Formatted text with a picture")
        case _:
            return translate("drop", "Text with a picture")


def document_is_asked_about() -> str:
    """Return what is said below that while it hovers."""
    return translate("drop", "Its picture is sent only if you say so")


def shortened(name: str, longest: int) -> str:
    """Return a name without its middle when it is long: one word wider than the window would not wrap."""
    if len(name) <= longest:
        return name
    end = longest // 3
    return f"{name[: longest - end - 1]}…{name[-end:]}"


def _as_kind(images: str, kind: MediaKind | None) -> str:
    match kind:
        case MediaKind.LOGO:
            return translate("drop", "%1 as logo").replace("%1", images)
        case MediaKind.REFERENCE_IMAGE:
            return translate("drop", "%1 as reference image").replace("%1", images)
        case _:
            return images


def _images(count: int) -> str:
    return formats.counted(count, translate("drop", "1 image"), translate("drop", "%n images", "", count))


def _videos(count: int) -> str:
    return formats.counted(count, translate("drop", "1 video"), translate("drop", "%n videos", "", count))


def _sounds(count: int) -> str:
    return formats.counted(
        count, translate("drop", "1 audio file"), translate("drop", "%n audio files", "", count)
    )


def _links(preview: DropPreview) -> str:
    count = preview.links
    if preview.picture_links == count:
        one, many = (
            translate("drop", "1 link to an image"),
            translate("drop", "%n links to images", "", count),
        )
    else:
        one, many = translate("drop", "1 link"), translate("drop", "%n links", "", count)
    return formats.counted(count, one, many)


def _others(count: int, *, alone: bool) -> str:
    """Folders, and names that say nothing: what is in them shows after the drop."""
    if alone:
        one, many = translate("drop", "1 item"), translate("drop", "%n items", "", count)
    else:
        one, many = translate("drop", "1 other item"), translate("drop", "%n other items", "", count)
    return formats.counted(count, one, many)


# The prompt


def title(request: PromptRequest) -> str:
    """Return what it is: "Holiday 2026", "Picture from example.com", "Cells from a spreadsheet"."""
    if request.fetching is not None:
        words = translate("prompt", "Fetching %1 from %2")
        words = words.replace("%2", _host(request.fetching.host))
        return words.replace("%1", _name(request.fetching.name))
    match request.subject:
        case FilesSubject() as files:
            return _files_title(files)
        case PictureSubject() as picture:
            return _picture_title(picture)
        case LinksSubject() as links:
            return _links_title(links.links)


def detail(request: PromptRequest) -> str:
    """Return the line below: how much it is, how long it takes, or why nothing of it can be sent."""
    if request.fetching is not None:
        return _progress(request.fetching)
    match request.subject:
        case FilesSubject(found=found, counted=counted):
            if found is None:
                words = translate("prompt", "Counting files …")
                return f"{words} {_number(counted)}" if counted else words
            nothing = request.state is PromptState.NOTHING
            return _nothing(found) if nothing else _amount(found, request.writes_per_minute)
        case PictureSubject() as picture:
            return _picture_detail(picture)
        case LinksSubject() as links:
            return _link_names(links.links)


def contents(found: ScanResult) -> str:
    """Return "290 images · 20 videos · 2 audio files"."""
    counts = DropPreview(images=found.images, videos=found.videos, audio=found.audio, unknown=found.unknown)
    return " · ".join(counted(counts))


def left_out(found: ScanResult) -> str:
    """Return "14 files: 12 documents, 1 empty, 1 over 50 MB", "12 documents"; nothing when nothing is."""
    if not found.skipped:
        return ""
    words = ", ".join(_categories(found.skipped))
    if {group.category for group in found.skipped} in ({SkipCategory.DOCUMENT}, {SkipCategory.OTHER_TYPE}):
        return words  # which says already that these are files, and how many
    return translate("prompt", "%1: %2").replace("%2", words).replace("%1", _files(found.skipped_count))


def reasons(found: ScanResult) -> str:
    """Return why files are left out, a line a reason: "9 × PDF: brief.pdf, plan.pdf, notes.pdf …"."""
    return "\n".join(_reason(group) for group in found.skipped)


def destination(project: str) -> str:
    """Return "To Café Ünïcode iOS", or that it waits for a project."""
    if not project:
        return translate("prompt", "Waits until you choose a project")
    return translate("prompt", "To %1").replace("%1", isolated(shortened(project, _LONGEST_PROJECT)))


def kind_label(request: PromptRequest) -> str:
    """Return what stands above the choice of the kind."""
    if isinstance(request.subject, PictureSubject):
        return translate("prompt", "Send as")
    return translate("prompt", "Send images as")


def accept(request: PromptRequest) -> str:
    """Return the words of the button that sends: "Upload 312 files"."""
    match request.subject:
        case FilesSubject(found=ScanResult() as found):
            count = len(found.files)
            many = translate("prompt", "Upload %n files", "", count)
            return formats.counted(count, translate("prompt", "Upload 1 file"), many)
        case PictureSubject(origin=origin) if origin.is_byproduct:
            return translate("prompt", "Upload as picture")
        case LinksSubject() | PictureSubject(link=WebLink()):
            return translate("prompt", "Fetch and upload")
    return translate("prompt", "Upload")


def decline(request: PromptRequest) -> str:
    """Return the words of the button that leaves it."""
    match request.state:
        case PromptState.FETCHING:
            return translate("prompt", "Stop")
        case PromptState.NOTHING:
            return translate("prompt", "Close")
        case PromptState.LOOKING:
            return translate("prompt", "Cancel")
        case PromptState.READY:
            files = isinstance(request.subject, FilesSubject)
            return translate("prompt", "Cancel") if files else translate("prompt", "Discard")


def waiting(count: int) -> str:
    """Return "2 more after this"; nothing when nothing waits."""
    return translate("prompt", "%1 more after this").replace("%1", _number(count)) if count else ""


def announcement(request: PromptRequest) -> str:
    """Return what a screen reader says when the prompt asks."""
    parts = [title(request), detail(request)]
    if request.state is PromptState.READY:
        parts.append(destination(request.project))
    return ". ".join(part for part in parts if part)


def how_long(small: int, large: int, writes_per_minute: int) -> str:
    """Return "about 11 min at 60 a minute"; nothing below a minute, or where the rate is not known.

    Layers' documentation: a small file costs one write, a larger one two (presign and finalize).
    """
    writes = small + 2 * large
    if writes_per_minute <= 0 or writes < writes_per_minute:
        return ""
    minutes = math.ceil(writes / writes_per_minute)
    if minutes > _COARSE_FROM_MIN:
        minutes = math.ceil(minutes / _COARSE_MIN) * _COARSE_MIN
    words = translate("prompt", "about %1 at %2 a minute").replace("%2", _number(writes_per_minute))
    return words.replace("%1", formats.duration(minutes * 60))


def kind_name(kind: MediaKind) -> str:
    """Return the short name of what an image can be sent as."""
    match kind:
        case MediaKind.LOGO:
            return translate("prompt", "Logo")
        case MediaKind.REFERENCE_IMAGE:
            return translate("prompt", "Reference")
        case _:
            return translate("prompt", "Image")


def _files_title(files: FilesSubject) -> str:
    found = files.found
    name, others = (found.name, found.others) if found is not None else (files.name, files.others)
    if name:
        if not others:
            return _name(name)
        return translate("prompt", "%1 and %2 more").replace("%2", _number(others)).replace("%1", _name(name))
    if found is None or not found.files:
        return _files(others)
    if len(found.files) == 1:
        return _name(display_name(found.files[0].path))
    return _files(len(found.files))


def _amount(found: ScanResult, writes_per_minute: int) -> str:
    """Return "312 files, 1.2 GB · about 11 min at 60 a minute"; the count only where it is not the title."""
    size = formats.byte_size(found.size)
    amount = _joined(_files(len(found.files)), size) if found.name else size
    time = how_long(found.small, found.large, writes_per_minute)
    return f"{amount} · {time}" if time else amount


def _nothing(found: ScanResult) -> str:
    if found.too_many:
        words = translate("prompt", "More than %1 files. Drop a smaller folder")
        return words.replace("%1", _number(MOST_FILES))
    if found.skipped:
        return translate("prompt", "Nothing here can be uploaded")
    return translate("prompt", "There are no files in it")


def _categories(groups: Sequence[Skipped]) -> Iterator[str]:
    """Yield the words of each category in the order in which they first appear, counts added up."""
    counts: dict[tuple[SkipCategory, MediaKind | None], int] = {}
    for group in groups:
        counts[group.category, group.kind] = counts.get((group.category, group.kind), 0) + group.count
    for (category, kind), count in sorted(counts.items(), key=lambda item: -item[1]):
        yield _category(category, kind, count)


def _category(category: SkipCategory, kind: MediaKind | None, count: int) -> str:
    match category:
        case SkipCategory.DOCUMENT:
            many = translate("prompt", "%n documents", "", count)
            return formats.counted(count, translate("prompt", "1 document"), many)
        case SkipCategory.OTHER_TYPE:
            many = translate("prompt", "%n other files", "", count)
            return formats.counted(count, translate("prompt", "1 other file"), many)
        case SkipCategory.EMPTY:
            words = translate("prompt", "%1 empty")
        case SkipCategory.TOO_LARGE:
            words = translate("prompt", "%1 over %2").replace(
                "%2", formats.written_size(cap_words(kind or MediaKind.VIDEO))
            )
        case SkipCategory.UNREADABLE:
            words = translate("prompt", "%1 unreadable")
    return words.replace("%1", _number(count))


def _reason(group: Skipped) -> str:
    names = ", ".join(isolated(shortened(name, _LONGEST_EXAMPLE)) for name in group.examples)
    more = " …" if group.count > len(group.examples) else ""
    return f"{_number(group.count)} × {problem_text.term(group.reason).rstrip('.')}: {names}{more}"


def _picture_title(picture: PictureSubject) -> str:
    if picture.origin is Origin.WEB and picture.host:
        return translate("prompt", "Picture from %1").replace("%1", _host(picture.host))
    titles = {
        Origin.PASTED: translate("prompt", "Pasted picture"),
        Origin.DROPPED: translate("prompt", "Dropped picture"),
        Origin.WEB: translate("prompt", "Picture from a page"),
        Origin.EARLIER: translate("prompt", "Picture not sent yet"),
        Origin.CELLS: translate("prompt", "Cells from a spreadsheet"),
        Origin.TEXT: translate("prompt", "Formatted text"),
        Origin.DOCUMENT: translate("prompt", "Part of a document"),
    }
    return titles[picture.origin]


def _picture_detail(picture: PictureSubject) -> str:
    row = format_for_extension(picture.extension)
    # "JPEG image" → "JPEG": names of formats are the same in every language.
    label = row.label.removesuffix(" image") if row is not None else picture.extension.upper()
    pixels = isolated(f"{picture.width} × {picture.height}") if picture.width and picture.height else ""
    sized = f"{formats.byte_size(picture.size)} {label}" if picture.size else label
    if picture.origin.is_byproduct:
        return _joined(translate("prompt", "Upload as a picture? %1").replace("%1", label), pixels)
    if picture.origin is not Origin.WEB:
        return _joined(sized, pixels)
    if picture.original:
        return _joined(translate("prompt", "The original, %1").replace("%1", sized), pixels)
    copy = _joined(translate("prompt", "A copy as %1").replace("%1", label), pixels)
    if picture.link is None:
        return copy
    words = translate("prompt", "%1; the original is at %2").replace("%2", _host(picture.host))
    return words.replace("%1", copy)


def _links_title(links: Sequence[WebLink]) -> str:
    hosts = list(dict.fromkeys(link.host for link in links))
    count = len(links)
    if all(link.kind is MediaKind.IMAGE for link in links):
        one = translate("prompt", "Link to an image at %1")
        many = translate("prompt", "%n links to images at %1", "", count)
    else:
        one, many = translate("prompt", "Link to %1"), translate("prompt", "%n links to %1", "", count)
    return formats.counted(count, one, many).replace("%1", _sites(hosts))


def _sites(hosts: Sequence[str]) -> str:
    first, others = _host(hosts[0]), len(hosts) - 1
    if not others:
        return first
    many = translate("prompt", "%1 and %n other sites", "", others)
    return formats.counted(others, translate("prompt", "%1 and 1 other site"), many).replace("%1", first)


def _link_names(links: Sequence[WebLink]) -> str:
    """Return "hero.jpg, team.jpg and 3 more"; links that are called like their site are in the title."""
    names = list(dict.fromkeys(link.name for link in links if link.name != link.host))
    shown = ", ".join(_name(name) for name in names[:_NAMED_LINKS])
    others = len(names) - _NAMED_LINKS
    if others <= 0:
        return shown
    return translate("prompt", "%1 and %2 more").replace("%2", _number(others)).replace("%1", shown)


def _progress(now: FetchProgress) -> str:
    parts = (formats.byte_size(now.received) if now.received else "", waiting(now.left))
    return " · ".join(part for part in parts if part)


def _joined(first: str, second: str) -> str:
    return f"{first}, {second}" if second else first


def _name(name: str) -> str:
    return isolated(shortened(name, _LONGEST_NAME))


def _host(host: str) -> str:
    """Return a site with its end whole: that is who it belongs to."""
    return isolated(host if len(host) <= _LONGEST_HOST else f"…{host[1 - _LONGEST_HOST :]}")


def _files(count: int) -> str:
    return formats.counted(count, translate("prompt", "1 file"), translate("prompt", "%n files", "", count))


def _number(count: int) -> str:
    return QLocale().toString(count)
