#ifndef CKEYWORDRANK_H
#define CKEYWORDRANK_H

#include <sqlite3.h>

/// Registers the FTS5 auxiliary function `memos_rank(table, w0, w1, …)` on a connection.
///
/// It returns Σ_i w_i · tf_i · (k1 + 1) / (tf_i + k1) with k1 = 1.2: BM25 (Robertson and Walker) with b = 0. The weights
/// are the phrases' inverse document frequencies, which the caller knows; so no row of the index is counted, and
/// without length normalisation no document size is read, which is where bm25() spends its time.
/// Returns SQLITE_OK, or an SQLite error code when FTS5 is absent.
int memos_register_rank(sqlite3 *connection);

#endif
