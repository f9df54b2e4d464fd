"""What a drag over the window will do, said before the drop. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from layers_desktop.media.formats import MediaKind
from layers_desktop.media.urls import NO_FILE, DropPreview
from layers_desktop.ui.i18n import formats, problem_text
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.intake.mime_data import DocumentKind, Reason

translate = QCoreApplication.translate
_LONGEST_PROJECT = 60


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
    """Return "1 file can't be sent (PDF)", "1 item can’t be sent (link)", or nothing."""
    if not preview.refused or preview.others:
        return ""
    count = preview.refused
    one = translate("drop", "1 file can’t be sent")
    many = translate("drop", "%n files can’t be sent", "", count)
    if NO_FILE in preview.reasons:
        one = translate("drop", "1 item can’t be sent")
        many = translate("drop", "%n items can’t be sent", "", count)
    words = formats.counted(count, one, many)
    link = translate("drop", "link")
    reasons = ", ".join(link if one == NO_FILE else problem_text.term(one) for one in preview.reasons)
    return f"{words} ({reasons})" if reasons else words


def unusable(reason: Reason, *, pasted: bool = False) -> str:
    """Return why nothing of a drag or the clipboard can be taken."""
    if reason is Reason.NO_ANSWER:
        again = translate("drop", "The other program didn’t answer. Copy it again")
        return again if pasted else translate("drop", "The other program didn’t answer. Drag it again")
    if reason is Reason.NOT_HANDED_OVER:
        return translate(
            "drop", "The other program did not hand the picture over. Save it, then drop the file."
        )
    if pasted:
        return translate("drop", "There is no picture and no file on the clipboard.")
    if reason is Reason.TEXT:
        return translate("drop", "Text can’t be sent: drop files or a picture")
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
