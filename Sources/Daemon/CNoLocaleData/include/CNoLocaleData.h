#ifndef CNOLOCALEDATA_H
#define CNOLOCALEDATA_H

/// Linking this target leaves ICU's 34 MB of locale data out of a statically linked program on Linux.
///
/// Foundation comes in through libraries and brings ICU with it; the daemon formats nothing by locale. An empty data
/// package of ICU's own format takes the place of the full one: character properties, case and regular expressions are
/// code and stay, names of months in 700 languages go. Where the toolchain's ICU has another version the symbol below is
/// merely unused; the size check of the release build then says so.
extern const unsigned char memos_has_no_locale_data;

#endif
