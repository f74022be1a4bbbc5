#include "CFaultGuard.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

static _Thread_local sigjmp_buf *way_out;
static struct sigaction previous;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static void on_fault(int signal, siginfo_t *info, void *machine) {
    (void)info;
    (void)machine;
    if (way_out) siglongjmp(*way_out, 1);
    // Not ours: the next fault, which follows at once, is handled as if we had never been here.
    sigaction(signal, &previous, NULL);
}

static void install(void) {
    struct sigaction action = {0};
    action.sa_sigaction = on_fault;
    // Left by a jump, so the signal must not stay blocked.
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

int memos_guarded(void (*body)(void *), void *context) {
    pthread_once(&installed, install);
    sigjmp_buf here;
    if (sigsetjmp(here, 0) != 0) {
        way_out = NULL;
        return -1;
    }
    way_out = &here;
    body(context);
    way_out = NULL;
    return 0;
}
