"""Kinds of media, and the one table: extension, MIME type, family, cap.

A new file type is one `Format` row here, its signature in `sniffing.py` and one row in the tests; the table
in `docs/formats.md` is made from it. What is not in the table is not sent. What Layers takes is Layers' to
judge: a type that it refuses comes back as 422 with Layers' own words. So the table holds what surely is
image, video or audio, and a row that Layers might well refuse says in its `note` why it is sent all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.translation import N_


class MediaKind(StrEnum):
    """What an asset is at Layers (`kind` on the wire)."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    LOGO = "logo"
    REFERENCE_IMAGE = "reference_image"


IMAGE_KINDS = (MediaKind.IMAGE, MediaKind.LOGO, MediaKind.REFERENCE_IMAGE)
"""What an image can be sent as; logo and reference image are a person's choice or the project's default."""

KIND_WORDS: dict[MediaKind, str] = {
    MediaKind.IMAGE: N_("image"),
    MediaKind.VIDEO: N_("video"),
    MediaKind.AUDIO: N_("audio"),
    MediaKind.LOGO: N_("logo"),
    MediaKind.REFERENCE_IMAGE: N_("reference image"),
}
"""Each kind in words for a person, in the middle of a sentence."""

_MIB = 2**20
_CAPS: dict[MediaKind, tuple[int, str]] = {
    MediaKind.IMAGE: (50 * _MIB, "50 MB"),
    MediaKind.LOGO: (50 * _MIB, "50 MB"),
    MediaKind.REFERENCE_IMAGE: (50 * _MIB, "50 MB"),
    MediaKind.AUDIO: (200 * _MIB, "200 MB"),
    MediaKind.VIDEO: (2**30, "1 GB"),
}


def cap_bytes(kind: MediaKind) -> int:
    """Return the size in bytes above which a file of this kind is refused here.

    Layers' documentation says 50 MB, 200 MB and 1 GB without saying whether a MB is 10⁶ or 2²⁰ bytes: this
    is the larger reading, and between the two Layers judges.
    """
    return _CAPS[kind][0]


def cap_words(kind: MediaKind) -> str:
    """Return the cap as Layers' documentation writes it: "50 MB"."""
    return _CAPS[kind][1]


@dataclass(frozen=True, slots=True)
class Format:
    """One row: a file format, how its files are named and what it is called on the wire."""

    extensions: tuple[str, ...]
    """Lower case, without the dot; the first is the preferred one. Empty where only the content tells."""
    mime_type: str
    """The canonical MIME type, sent as `mimeType` and as the PUT's Content-Type. One row per type."""
    label: str
    """For a person, without an article: "JPEG image"."""
    note: str = ""
    """Why a doubtful format is sent, or is named as it is."""
    sound_type: str = ""
    """What a video is called when it is sent as audio: it holds only sound, or a person wants its sound. Kind
    and type must be of one family on the wire. Where IANA has no name, `audio/` and the video's subtype."""

    shared_extension: str = ""
    """An extension that belongs to another row, for a format that has none of its own."""

    @property
    def extension(self) -> str:
        """What a file of this format is called when it is saved."""
        return self.extensions[0] if self.extensions else self.shared_extension

    @property
    def family(self) -> MediaKind:
        """IMAGE, VIDEO or AUDIO: the part of the MIME type before the slash."""
        return MediaKind(self.mime_type.partition("/")[0])


_RAW = "A camera's raw picture: an image to every system, though Layers may not develop it. Layers judges."

FORMATS: tuple[Format, ...] = (
    # Images
    Format(
        ("png", "apng"),
        "image/png",
        N_("PNG image"),
        note="An animated PNG is a PNG to every reader.",
    ),
    Format(("jpg", "jpeg", "jfif", "jpe", "pjpeg", "pjp"), "image/jpeg", N_("JPEG image")),
    Format(("webp",), "image/webp", N_("WebP image")),
    Format(("gif",), "image/gif", N_("GIF image")),
    Format(("bmp", "dib"), "image/bmp", N_("BMP image")),
    Format(("tif", "tiff"), "image/tiff", N_("TIFF image")),
    Format(("heic", "heics"), "image/heic", N_("HEIC image")),
    Format(("heif", "heifs", "hif"), "image/heif", N_("HEIF image")),
    Format(("avif", "avifs"), "image/avif", N_("AVIF image")),
    Format(
        ("svg",),
        "image/svg+xml",
        N_("SVG image"),
        note="Logos often are SVG. Compressed ones (svgz) are refused: without a Content-Encoding, which a "
        "signed PUT cannot carry, what is stored could not be shown by anybody.",
    ),
    Format(
        ("ico",),
        "image/vnd.microsoft.icon",
        N_("icon"),
        note="IANA's name; image/x-icon is the older one.",
    ),
    Format(
        ("psd", "psb"),
        "image/vnd.adobe.photoshop",
        N_("Photoshop image"),
        note="IANA registers it as an image and designers keep logos in it. Surely media: Layers judges.",
    ),
    Format(("jxl",), "image/jxl", N_("JPEG XL image")),
    Format(("jp2", "j2k", "j2c", "jpc", "jpg2"), "image/jp2", N_("JPEG 2000 image")),
    Format(("jpx", "jpf"), "image/jpx", N_("JPEG 2000 image")),
    Format(("jpm",), "image/jpm", N_("JPEG 2000 compound image")),
    Format(("jxr", "wdp", "hdp"), "image/jxr", N_("JPEG XR image")),
    Format(("hdr",), "image/vnd.radiance", N_("Radiance image")),
    Format(("exr",), "image/x-exr", N_("OpenEXR image")),
    Format(("dds",), "image/x-dds", N_("DDS image")),
    Format(("cur",), "image/x-win-bitmap", N_("cursor")),
    Format((), "image/x-os2-graphics", N_("OS/2 icon"), shared_extension="ico"),
    Format(("icns",), "image/x-icns", N_("macOS icon")),
    Format(("iff", "ilbm", "lbm"), "image/x-ilbm", N_("ILBM image")),
    Format(("pbm",), "image/x-portable-bitmap", N_("PBM image")),
    Format(("pgm",), "image/x-portable-graymap", N_("PGM image")),
    Format(("ppm", "pnm"), "image/x-portable-pixmap", N_("PPM image")),
    Format(("pam",), "image/x-portable-arbitrarymap", N_("PAM image")),
    Format(("pfm",), "image/x-portable-floatmap", N_("PFM image")),
    Format(("xcf",), "image/x-xcf", N_("GIMP image")),
    Format(("tga", "icb", "vda", "vst"), "image/x-tga", N_("TGA image")),
    Format(("pcx",), "image/vnd.zbrush.pcx", N_("PCX image")),
    Format(("sgi", "rgb", "rgba", "bw"), "image/x-sgi", N_("SGI image")),
    Format(("ras", "sun"), "image/x-sun-raster", N_("Sun raster image")),
    Format(("xpm",), "image/x-xpixmap", N_("XPM image")),
    Format(("qoi",), "image/qoi", N_("QOI image")),
    Format(("fits", "fit", "fts"), "image/fits", N_("FITS image")),
    Format(("dpx",), "image/x-dpx", N_("DPX image")),
    Format(("jng",), "image/x-jng", N_("JNG image")),
    Format(("djvu", "djv"), "image/vnd.djvu", N_("DjVu image")),
    Format(("wmf",), "image/wmf", N_("Windows metafile")),
    Format(("emf",), "image/emf", N_("Windows metafile")),
    *(
        Format((extension,), f"image/x-{label.split()[0].lower()}-{extension}", label, note=_RAW)
        for label, extensions in (
            (N_("Adobe raw image"), "dng"),
            (N_("Canon raw image"), "cr2 cr3 crw"),
            (N_("Nikon raw image"), "nef nrw"),
            (N_("Sony raw image"), "arw sr2 srf"),
            (N_("Olympus raw image"), "orf"),
            (N_("Panasonic raw image"), "rw2"),
            (N_("Leica raw image"), "rwl"),
            (N_("Pentax raw image"), "pef"),
            (N_("Samsung raw image"), "srw"),
            (N_("Kodak raw image"), "dcr kdc k25"),
            (N_("Minolta raw image"), "mrw"),
            (N_("Sigma raw image"), "x3f"),
            (N_("Epson raw image"), "erf"),
            (N_("Hasselblad raw image"), "3fr"),
            (N_("PhaseOne raw image"), "iiq"),
            (N_("Mamiya raw image"), "mef"),
            (N_("Leaf raw image"), "mos"),
        )
        for extension in extensions.split()
    ),
    Format(("raw",), "image/x-panasonic-rw", N_("Panasonic raw image"), note=_RAW),
    Format(("raf",), "image/x-fuji-raf", N_("Fujifilm raw image"), note=_RAW),
    # Video
    Format(
        ("mp4", "m4v", "mp4v", "f4v"),
        "video/mp4",
        N_("MP4 video"),
        note="m4v is Apple's name for MP4; video/x-m4v is an alias, since more servers know video/mp4.",
        sound_type="audio/mp4",
    ),
    Format(
        ("mov", "qt"),
        "video/quicktime",
        N_("QuickTime video"),
        note="With sound only it is audio/mp4: QuickTime has no registered audio type, MPEG-4 grew out of "
        "it, and players read both alike.",
        sound_type="audio/mp4",
    ),
    Format(("webm",), "video/webm", N_("WebM video"), sound_type="audio/webm"),
    Format(
        ("mkv", "mk3d"),
        "video/x-matroska",
        N_("Matroska video"),
        note="RFC 9559's video/matroska is too new for most servers; it is an alias here.",
        sound_type="audio/x-matroska",
    ),
    Format(("avi", "divx"), "video/x-msvideo", N_("AVI video"), sound_type="audio/x-msvideo"),
    Format(
        ("mpg", "mpeg", "mpe", "m1v", "m2v", "vob"),
        "video/mpeg",
        N_("MPEG video"),
        sound_type="audio/mpeg",
    ),
    Format(("3gp", "3gpp"), "video/3gpp", N_("3GP video"), sound_type="audio/3gpp"),
    Format(("3g2", "3gpp2"), "video/3gpp2", N_("3G2 video"), sound_type="audio/3gpp2"),
    Format(
        ("ts", "mts", "m2ts", "m2t"),
        "video/mp2t",
        N_("MPEG transport stream"),
        note="A .ts is also TypeScript or Qt's translations: only the sync bytes make it video.",
        sound_type="audio/mp2t",
    ),
    Format(("ogv", "ogm"), "video/ogg", N_("Ogg video"), sound_type="audio/ogg"),
    Format(
        ("wmv", "asf"),
        "video/x-ms-wmv",
        N_("Windows Media video"),
        note="ASF holds wmv and wma: its list of streams says which, else the extension.",
        sound_type="audio/x-ms-wma",
    ),
    Format(("flv",), "video/x-flv", N_("Flash video"), sound_type="audio/x-flv"),
    Format(("dv", "dif"), "video/dv", N_("DV video"), sound_type="audio/dv"),
    Format(("mj2", "mjp2"), "video/mj2", N_("Motion JPEG 2000 video"), sound_type="audio/mj2"),
    Format(("mng",), "video/x-mng", N_("MNG animation")),
    Format(("fli", "flc"), "video/x-flic", N_("FLIC animation")),
    # Audio
    Format(("mp3", "mp2", "mpga"), "audio/mpeg", N_("MP3 audio")),
    Format(("m4a", "m4b"), "audio/mp4", N_("MPEG-4 audio")),
    Format(("aac", "adts"), "audio/aac", N_("AAC audio")),
    Format(
        ("wav", "wave"),
        "audio/wav",
        N_("WAV audio"),
        note="IANA's audio/vnd.wave is hardly known to servers.",
    ),
    Format(("flac",), "audio/flac", N_("FLAC audio")),
    Format(
        ("ogg", "oga", "opus", "spx"),
        "audio/ogg",
        N_("Ogg audio"),
        note="RFC 7845: an .opus file is audio/ogg; audio/opus names the stream on a wire.",
    ),
    Format(("aiff", "aif", "aifc"), "audio/aiff", N_("AIFF audio")),
    Format(("wma",), "audio/x-ms-wma", N_("Windows Media audio")),
    Format(("weba",), "audio/webm", N_("WebM audio")),
    Format(("mka",), "audio/x-matroska", N_("Matroska audio")),
    Format(("w64",), "audio/x-w64", N_("Wave64 audio")),
    Format(("amr",), "audio/amr", N_("AMR audio")),
    Format(("awb",), "audio/amr-wb", N_("AMR audio")),
    Format(("3ga",), "audio/3gpp", N_("3GP audio")),
    Format((), "audio/3gpp2", N_("3G2 audio"), shared_extension="3g2"),
    *(
        Format(
            (),
            f"audio/{subtype}",
            label,
            note="Nobody registered a name for it; kind and type must be of one family.",
            shared_extension=extension,
        )
        for subtype, label, extension in (
            ("x-msvideo", N_("audio in AVI"), "avi"),
            ("x-flv", N_("audio in Flash video"), "flv"),
            ("mp2t", N_("audio in an MPEG transport stream"), "ts"),
            ("dv", N_("audio in DV"), "dv"),
            ("mj2", N_("audio in Motion JPEG 2000"), "mj2"),
        )
    ),
    Format(("wv",), "audio/x-wavpack", N_("WavPack audio")),
    Format(("ape",), "audio/x-ape", N_("Monkey's Audio")),
    Format(("mpc", "mpp"), "audio/x-musepack", N_("Musepack audio")),
    Format(("dsf",), "audio/x-dsf", N_("DSD audio")),
    Format(("dff",), "audio/x-dff", N_("DSD audio")),
    Format(("tta",), "audio/x-tta", N_("True Audio")),
    Format(("au", "snd"), "audio/basic", N_("AU audio")),
    Format(("ac3", "eac3"), "audio/ac3", N_("AC-3 audio")),
    Format(("dts",), "audio/vnd.dts", N_("DTS audio")),
    Format(("ra",), "audio/vnd.rn-realaudio", N_("RealAudio")),
    Format(("voc",), "audio/x-voc", N_("Creative Voice audio")),
    Format(("8svx",), "audio/x-8svx", N_("8SVX audio")),
    Format(("xm",), "audio/x-xm", N_("tracker music")),
    Format(("it",), "audio/x-it", N_("tracker music")),
    Format(("s3m",), "audio/x-s3m", N_("tracker music")),
    Format(
        (),
        "audio/x-mod",
        N_("tracker music"),
        note="A .mod is also a camcorder's MPEG video.",
        shared_extension="mod",
    ),
    Format(("caf",), "audio/x-caf", N_("Core Audio file")),
    Format(
        ("mid", "midi", "kar", "rmi"),
        "audio/midi",
        N_("MIDI file"),
        note="Notes, no sound, yet audio/*: Layers judges.",
    ),
)
"""The table. Each extension and each canonical type stands in exactly one row."""

_ALIASES: dict[str, str] = {
    "image/x-png": "image/png",
    "image/apng": "image/png",
    "image/vnd.mozilla.apng": "image/png",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-webp": "image/webp",
    "image/x-bmp": "image/bmp",
    "image/x-ms-bmp": "image/bmp",
    "image/tiff-fx": "image/tiff",
    "image/x-tiff": "image/tiff",
    "image/heic-sequence": "image/heic",
    "image/heif-sequence": "image/heif",
    "image/avif-sequence": "image/avif",
    "image/svg": "image/svg+xml",
    "image/x-icon": "image/vnd.microsoft.icon",
    "image/x-ico": "image/vnd.microsoft.icon",
    "image/x-psd": "image/vnd.adobe.photoshop",
    "image/psd": "image/vnd.adobe.photoshop",
    "application/x-photoshop": "image/vnd.adobe.photoshop",
    "image/jpeg2000": "image/jp2",
    "image/x-dng": "image/x-adobe-dng",
    "image/x-j2c": "image/jp2",
    "image/x-jp2-codestream": "image/jp2",
    "image/vnd.ms-photo": "image/jxr",
    "image/vnd-ms.dds": "image/x-dds",
    "image/x-pcx": "image/vnd.zbrush.pcx",
    "image/x-portable-anymap": "image/x-portable-pixmap",
    "video/x-m4v": "video/mp4",
    "video/mp4v-es": "video/mp4",
    "application/mp4": "video/mp4",
    "video/x-quicktime": "video/quicktime",
    "video/x-webm": "video/webm",
    "video/matroska": "video/x-matroska",
    "video/matroska-3d": "video/x-matroska",
    "video/x-matroska-3d": "video/x-matroska",
    "video/avi": "video/x-msvideo",
    "video/msvideo": "video/x-msvideo",
    "video/vnd.avi": "video/x-msvideo",
    "video/divx": "video/x-msvideo",
    "video/x-mpeg": "video/mpeg",
    "video/3gp": "video/3gpp",
    "video/3gpp-encrypted": "video/3gpp",
    "video/x-mpegts": "video/mp2t",
    "video/mp2ts": "video/mp2t",
    "video/x-ogg": "video/ogg",
    "video/x-theora+ogg": "video/ogg",
    "video/x-ogm+ogg": "video/ogg",
    "video/x-ms-asf": "video/x-ms-wmv",
    "application/vnd.ms-asf": "video/x-ms-wmv",
    "video/flv": "video/x-flv",
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/mp2": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/x-m4b": "audio/mp4",
    "audio/x-mp4": "audio/mp4",
    "audio/x-aac": "audio/aac",
    "audio/aacp": "audio/aac",
    "audio/x-hx-aac-adts": "audio/aac",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-pn-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/opus": "audio/ogg",
    "audio/x-opus+ogg": "audio/ogg",
    "audio/x-vorbis+ogg": "audio/ogg",
    "audio/x-speex+ogg": "audio/ogg",
    "audio/x-flac+ogg": "audio/ogg",
    "audio/vorbis": "audio/ogg",
    "audio/x-ogg": "audio/ogg",
    "audio/x-aiff": "audio/aiff",
    "audio/x-aifc": "audio/aiff",
    "audio/aifc": "audio/aiff",
    "audio/wma": "audio/x-ms-wma",
    "audio/matroska": "audio/x-matroska",
    "audio/x-wv": "audio/x-wavpack",
    "audio/ape": "audio/x-ape",
    "audio/x-monkeys-audio": "audio/x-ape",
    "audio/musepack": "audio/x-musepack",
    "audio/tta": "audio/x-tta",
    "audio/dsf": "audio/x-dsf",
    "audio/dff": "audio/x-dff",
    "audio/x-au": "audio/basic",
    "audio/x-pn-realaudio": "audio/vnd.rn-realaudio",
    "audio/x-dts": "audio/vnd.dts",
    "audio/x-amr": "audio/amr",
    "audio/amr-nb": "audio/amr",
    "audio/x-midi": "audio/midi",
}

_BY_EXTENSION = {extension: row for row in FORMATS for extension in row.extensions}
_BY_TYPE = {row.mime_type: row for row in FORMATS}


def extension_of(name: str) -> str:
    """Return the last extension of a file's name, lower case, without the dot; "" when it has none.

    A dot in front hides a file and makes no extension; spaces and dots that copying leaves behind the name
    do not count (`photo.JPG ` is `jpg`).
    """
    stem, dot, extension = name.rstrip(" .").rpartition(".")
    return extension.lower() if dot and stem.strip(".") else ""


def format_for_extension(extension: str) -> Format | None:
    """Return the row of an extension, in any case, with or without its dot; None when there is none."""
    return _BY_EXTENSION.get(extension.removeprefix(".").lower())


def probable_kind(name: str) -> MediaKind | None:
    """Return a name's probable family by its extension alone: no file access, for the drag preview."""
    row = format_for_extension(extension_of(name))
    return None if row is None else row.family


def format_for_type(mime_type: str) -> Format | None:
    """Return the row of a MIME type or one of its aliases; None when there is none."""
    canonical = canonical_type(mime_type)
    return None if canonical is None else _BY_TYPE[canonical]


def canonical_type(mime_type: str) -> str | None:
    """Return the one name this program uses for a MIME type; None when the table does not know it.

    Parameters (`; codecs=…`), case and surrounding space do not count.
    """
    bare = mime_type.partition(";")[0].strip().lower()
    bare = _ALIASES.get(bare, bare)
    return bare if bare in _BY_TYPE else None
