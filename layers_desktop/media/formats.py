"""Kinds of media, and the one table of formats: extensions, MIME type, label, signature.

How a file type is added is in CONTRIBUTING.md; `docs/formats.md` is made from the table. What is not in it is
not sent. What Layers takes is Layers' to judge: a type that it refuses comes back as 422 with Layers' own
words. So the table holds what surely is image, video or audio, and a row that Layers might well refuse says
in its `note` why it is sent all the same.
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
    """The one that is sent as `mimeType` and as the PUT's Content-Type. One row per type."""
    label: str
    """For a person, without an article: "JPEG image"."""
    signatures: tuple[bytes, ...]
    """How its files begin; `????` is the length in RIFF and IFF. Several formats may share one: the first row
    is the likeliest, and the extension decides. Empty where this does not suffice."""
    note: str
    """Why a doubtful format is sent, or is named as it is."""
    sound_type: str
    """What a video is called when it is sent as audio: it holds only sound, or a person wants its sound. Kind
    and type must be of one family on the wire. Where IANA has no name, `audio/` and the video's subtype."""
    shared_extension: str
    """An extension that belongs to another row, for a format that has none of its own."""

    @property
    def extension(self) -> str:
        """What a file of this format is called when it is saved."""
        return self.extensions[0] if self.extensions else self.shared_extension

    @property
    def family(self) -> MediaKind:
        """IMAGE, VIDEO or AUDIO: the part of the MIME type before the slash."""
        return MediaKind(self.mime_type.partition("/")[0])


def _row(
    extensions: str,
    mime_type: str,
    label: str,
    *signatures: bytes,
    note: str = "",
    sound: str = "",
    shared: str = "",
) -> Format:
    return Format(tuple(extensions.split()), mime_type, label, signatures, note, sound, shared)


def _raw(extension: str, label: str, *signatures: bytes) -> Format:
    maker = label.partition(" ")[0].lower()
    return _row(extension, f"image/x-{maker}-{extension}", label, *signatures, note=_RAW)


_RAW = "A camera's raw picture: an image to every system, though Layers may not develop it. Layers judges."
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00\x08\x00", b"MM\x00+\x00\x08")
"""Raw pictures of cameras are TIFFs inside, too: their makers' extensions tell them apart."""
_UNNAMED = "Nobody registered a name for it; kind and type must be of one family."

# fmt: off
FORMATS: tuple[Format, ...] = (
    # Images
    _row("png apng", "image/png", N_("PNG image"), b"\x89PNG\r\n\x1a\n",
         note="An animated PNG is a PNG to every reader."),
    _row("jpg jpeg jfif jpe pjpeg pjp", "image/jpeg", N_("JPEG image"), b"\xff\xd8\xff"),
    _row("webp", "image/webp", N_("WebP image"), b"RIFF????WEBP", b"RIFX????WEBP"),
    _row("gif", "image/gif", N_("GIF image"), b"GIF87a", b"GIF89a"),
    _row("bmp dib", "image/bmp", N_("BMP image")),
    _row("tif tiff", "image/tiff", N_("TIFF image"), *_TIFF),
    _row("heic heics", "image/heic", N_("HEIC image")),
    _row("heif heifs hif", "image/heif", N_("HEIF image")),
    _row("avif avifs", "image/avif", N_("AVIF image")),
    _row("svg", "image/svg+xml", N_("SVG image"),
         note="Logos often are SVG. Compressed ones (svgz) are refused: without a Content-Encoding, which a "
              "signed PUT cannot carry, what is stored could not be shown by anybody."),
    _row("ico", "image/vnd.microsoft.icon", N_("icon"),
         note="IANA's name; image/x-icon is the older one."),
    _row("psd psb", "image/vnd.adobe.photoshop", N_("Photoshop image"), b"8BPS\x00\x01", b"8BPS\x00\x02",
         note="IANA registers it as an image and designers keep logos in it. Surely media: Layers judges."),
    _row("jxl", "image/jxl", N_("JPEG XL image"), b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n"),
    _row("jp2 j2k j2c jpc jpg2", "image/jp2", N_("JPEG 2000 image"), b"\xff\x4f\xff\x51"),
    _row("jpx jpf", "image/jpx", N_("JPEG 2000 image")),
    _row("jpm", "image/jpm", N_("JPEG 2000 compound image")),
    _row("jxr wdp hdp", "image/jxr", N_("JPEG XR image"), b"II\xbc\x01"),
    _row("hdr", "image/vnd.radiance", N_("Radiance image"), b"#?RADIANCE\n", b"#?RGBE\n"),
    _row("exr", "image/x-exr", N_("OpenEXR image"), b"\x76\x2f\x31\x01"),
    _row("dds", "image/x-dds", N_("DDS image"), b"DDS \x7c\x00\x00\x00"),
    _row("cur", "image/x-win-bitmap", N_("cursor")),
    _row("", "image/x-os2-graphics", N_("OS/2 icon"), shared="ico"),
    _row("icns", "image/x-icns", N_("macOS icon"), b"icns\x00"),
    _row("iff ilbm lbm", "image/x-ilbm", N_("ILBM image"),
         b"FORM????ILBM", b"FORM????PBM ", b"FORM????ACBM", b"FORM????RGB8", b"FORM????RGBN", b"FORM????DEEP",
         b"FORM????RGFX", b"FORM????IMAG"),
    _row("pbm", "image/x-portable-bitmap", N_("PBM image")),
    _row("pgm", "image/x-portable-graymap", N_("PGM image")),
    _row("ppm pnm", "image/x-portable-pixmap", N_("PPM image")),
    _row("pam", "image/x-portable-arbitrarymap", N_("PAM image")),
    _row("pfm", "image/x-portable-floatmap", N_("PFM image")),
    _row("xcf", "image/x-xcf", N_("GIMP image"), b"gimp xcf file\x00", b"gimp xcf v0"),
    _row("tga icb vda vst", "image/x-tga", N_("TGA image")),
    _row("pcx", "image/vnd.zbrush.pcx", N_("PCX image")),
    _row("sgi rgb rgba bw", "image/x-sgi", N_("SGI image")),
    _row("ras sun", "image/x-sun-raster", N_("Sun raster image"), b"\x59\xa6\x6a\x95"),
    _row("xpm", "image/x-xpixmap", N_("XPM image"), b"/* XPM */"),
    _row("qoi", "image/qoi", N_("QOI image"), b"qoif\x00"),
    _row("fits fit fts", "image/fits", N_("FITS image"), b"SIMPLE  =                    T"),
    _row("dpx", "image/x-dpx", N_("DPX image"), b"SDPX\x00", b"XPDS"),
    _row("jng", "image/x-jng", N_("JNG image"), b"\x8bJNG\r\n\x1a\n"),
    _row("djvu djv", "image/vnd.djvu", N_("DjVu image"), b"AT&TFORM"),
    _row("wmf", "image/wmf", N_("Windows metafile"), b"\xd7\xcd\xc6\x9a\0\0", b"\x01\0\x09\0\0\x03"),
    _row("emf", "image/emf", N_("Windows metafile")),
    _raw("dng", N_("Adobe raw image"), *_TIFF),
    _raw("cr2", N_("Canon raw image"), b"II*\x00\x10\x00\x00\x00CR\x02", *_TIFF),
    _raw("cr3", N_("Canon raw image")),
    _raw("crw", N_("Canon raw image"), b"II\x1a\x00\x00\x00HEAPCCDR"),
    _raw("nef", N_("Nikon raw image"), *_TIFF),
    _raw("nrw", N_("Nikon raw image"), *_TIFF),
    _raw("arw", N_("Sony raw image"), *_TIFF),
    _raw("sr2", N_("Sony raw image"), *_TIFF),
    _raw("srf", N_("Sony raw image"), *_TIFF),
    _raw("orf", N_("Olympus raw image"), b"IIRO\x08\x00", b"IIRS\x08\x00", b"MMOR\x00\x00"),
    _raw("rw2", N_("Panasonic raw image"), b"IIU\x00"),
    _raw("rwl", N_("Leica raw image"), b"IIU\x00"),
    _raw("pef", N_("Pentax raw image"), *_TIFF),
    _raw("srw", N_("Samsung raw image"), *_TIFF),
    _raw("dcr", N_("Kodak raw image"), *_TIFF),
    _raw("kdc", N_("Kodak raw image"), *_TIFF),
    _raw("k25", N_("Kodak raw image"), *_TIFF),
    _raw("mrw", N_("Minolta raw image"), b"\x00MRM"),
    _raw("x3f", N_("Sigma raw image"), b"FOVb"),
    _raw("erf", N_("Epson raw image"), *_TIFF),
    _raw("3fr", N_("Hasselblad raw image"), *_TIFF),
    _raw("iiq", N_("PhaseOne raw image"), *_TIFF),
    _raw("mef", N_("Mamiya raw image"), *_TIFF),
    _raw("mos", N_("Leaf raw image"), *_TIFF),
    _row("raw", "image/x-panasonic-rw", N_("Panasonic raw image"), b"IIU\x00", note=_RAW),
    _row("raf", "image/x-fuji-raf", N_("Fujifilm raw image"), b"FUJIFILMCCD-RAW", note=_RAW),
    # Video
    _row("mp4 m4v mp4v f4v", "video/mp4", N_("MP4 video"), sound="audio/mp4",
         note="m4v is Apple's name for MP4; more servers know video/mp4 than video/x-m4v."),
    _row("mov qt", "video/quicktime", N_("QuickTime video"), sound="audio/mp4",
         note="With sound only it is audio/mp4: QuickTime has no registered audio type, MPEG-4 grew out of "
              "it, and players read both alike."),
    _row("webm", "video/webm", N_("WebM video"), sound="audio/webm"),
    _row("mkv mk3d", "video/x-matroska", N_("Matroska video"), sound="audio/x-matroska",
         note="RFC 9559's video/matroska is too new for most servers."),
    _row("avi divx", "video/x-msvideo", N_("AVI video"), sound="audio/x-msvideo"),
    _row("mpg mpeg mpe m1v m2v vob", "video/mpeg", N_("MPEG video"), b"\x00\x00\x01\xb3", sound="audio/mpeg"),
    _row("3gp 3gpp", "video/3gpp", N_("3GP video"), sound="audio/3gpp"),
    _row("3g2 3gpp2", "video/3gpp2", N_("3G2 video"), sound="audio/3gpp2"),
    _row("ts mts m2ts m2t", "video/mp2t", N_("MPEG transport stream"), sound="audio/mp2t",
         note="A .ts is also TypeScript or Qt's translations: only the sync bytes make it video."),
    _row("ogv ogm", "video/ogg", N_("Ogg video"), sound="audio/ogg"),
    _row("wmv asf", "video/x-ms-wmv", N_("Windows Media video"), sound="audio/x-ms-wma",
         note="ASF holds wmv and wma: its list of streams says which, else the extension."),
    _row("flv", "video/x-flv", N_("Flash video"), sound="audio/x-flv"),
    _row("dv dif", "video/dv", N_("DV video"), sound="audio/dv"),
    _row("mj2 mjp2", "video/mj2", N_("Motion JPEG 2000 video"), sound="audio/mj2"),
    _row("mng", "video/x-mng", N_("MNG animation"), b"\x8aMNG\r\n\x1a\n"),
    _row("fli flc", "video/x-flic", N_("FLIC animation")),
    # Audio
    _row("mp3 mp2 mpga", "audio/mpeg", N_("MP3 audio")),
    _row("m4a m4b", "audio/mp4", N_("MPEG-4 audio")),
    _row("aac adts", "audio/aac", N_("AAC audio"), b"ADIF"),
    _row("wav wave", "audio/wav", N_("WAV audio"),
         b"RIFF????WAVE", b"RIFX????WAVE", b"RF64????WAVE", b"BW64????WAVE",
         note="IANA's audio/vnd.wave is hardly known to servers."),
    _row("flac", "audio/flac", N_("FLAC audio"), b"fLaC"),
    _row("ogg oga opus spx", "audio/ogg", N_("Ogg audio"),
         note="RFC 7845: an .opus file is audio/ogg; audio/opus names the stream on a wire."),
    _row("aiff aif aifc", "audio/aiff", N_("AIFF audio"), b"FORM????AIFF", b"FORM????AIFC"),
    _row("wma", "audio/x-ms-wma", N_("Windows Media audio")),
    _row("weba", "audio/webm", N_("WebM audio")),
    _row("mka", "audio/x-matroska", N_("Matroska audio")),
    _row("w64", "audio/x-w64", N_("Wave64 audio"), b"riff\x2e\x91\xcf\x11"),
    _row("amr", "audio/amr", N_("AMR audio"), b"#!AMR"),
    _row("awb", "audio/amr-wb", N_("AMR audio"), b"#!AMR-WB"),
    _row("3ga", "audio/3gpp", N_("3GP audio")),
    _row("", "audio/3gpp2", N_("3G2 audio"), shared="3g2"),
    _row("", "audio/x-msvideo", N_("audio in AVI"), shared="avi", note=_UNNAMED),
    _row("", "audio/x-flv", N_("audio in Flash video"), shared="flv", note=_UNNAMED),
    _row("", "audio/mp2t", N_("audio in an MPEG transport stream"), shared="ts", note=_UNNAMED),
    _row("", "audio/dv", N_("audio in DV"), shared="dv", note=_UNNAMED),
    _row("", "audio/mj2", N_("audio in Motion JPEG 2000"), shared="mj2", note=_UNNAMED),
    _row("wv", "audio/x-wavpack", N_("WavPack audio"), b"wvpk"),
    _row("ape", "audio/x-ape", N_("Monkey's Audio")),
    _row("mpc mpp", "audio/x-musepack", N_("Musepack audio"), b"MPCK", b"MP+\x07", b"MP+\x17"),
    _row("dsf", "audio/x-dsf", N_("DSD audio"), b"DSD \x1c\x00\x00\x00"),
    _row("dff", "audio/x-dff", N_("DSD audio")),
    _row("tta", "audio/x-tta", N_("True Audio"), b"TTA1\1\0", b"TTA1\2\0", b"TTA1\3\0", b"TTA2\1\0"),
    _row("au snd", "audio/basic", N_("AU audio"), b".snd\x00\x00"),
    _row("ac3 eac3", "audio/ac3", N_("AC-3 audio")),
    _row("dts", "audio/vnd.dts", N_("DTS audio"), b"\x7f\xfe\x80\x01", b"\xfe\x7f\x01\x80"),
    _row("ra", "audio/vnd.rn-realaudio", N_("RealAudio"), b".ra\xfd\x00"),
    _row("voc", "audio/x-voc", N_("Creative Voice audio"), b"Creative Voice File\x1a"),
    _row("8svx", "audio/x-8svx", N_("8SVX audio"), b"FORM????8SVX"),
    _row("xm", "audio/x-xm", N_("tracker music"), b"Extended Module: "),
    _row("it", "audio/x-it", N_("tracker music"), b"IMPM"),
    _row("s3m", "audio/x-s3m", N_("tracker music")),
    _row("", "audio/x-mod", N_("tracker music"), shared="mod",
         note="A .mod is also a camcorder's MPEG video."),
    _row("caf", "audio/x-caf", N_("Core Audio file"), b"caff\x00\x01"),
    _row("mid midi kar rmi", "audio/midi", N_("MIDI file"),
         b"MThd\x00\x00\x00\x06", b"RIFF????RMID", b"RIFX????RMID",
         note="Notes, no sound, yet audio/*: Layers judges."),
)
# fmt: on
"""The table. Each extension and each type stands in exactly one row."""

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
    """Return the row of a MIME type; None when there is none."""
    return _BY_TYPE.get(mime_type)
