#include "CKeywordRank.h"

static const double saturation = 1.2;

static void rank(
    const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int count, sqlite3_value **weights
) {
    int phrases = api->xPhraseCount(fts);
    double score = 0;
    for (int phrase = 0; phrase < phrases && phrase < count; phrase++) {
        Fts5PhraseIter iterator;
        int column = 0, offset = 0, frequency = 0;
        int status = api->xPhraseFirst(fts, phrase, &iterator, &column, &offset);
        if (status != SQLITE_OK) {
            sqlite3_result_error_code(context, status);
            return;
        }
        while (column >= 0) {
            frequency++;
            api->xPhraseNext(fts, &iterator, &column, &offset);
        }
        if (frequency == 0) continue;
        score += sqlite3_value_double(weights[phrase]) * frequency * (saturation + 1) / (frequency + saturation);
    }
    sqlite3_result_double(context, score);
}

int memos_register_rank(sqlite3 *connection) {
    fts5_api *api = 0;
    sqlite3_stmt *statement = 0;
    int status = sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, 0);
    if (status != SQLITE_OK) return status;
    sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", 0);
    sqlite3_step(statement);
    status = sqlite3_finalize(statement);
    if (status != SQLITE_OK) return status;
    if (!api) return SQLITE_ERROR;
    return api->xCreateFunction(api, "memos_rank", 0, rank, 0);
}
