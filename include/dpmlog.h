/* dpmlog reads the logs of Microsoft Data Protection Manager and says what broke and why. */
#ifndef DPMLOG_H
#define DPMLOG_H

#include "dpmlog/escape.h"
#include "dpmlog/report.h"
#include "dpmlog/rules.h"
#include "dpmlog/session.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"
#include "dpmlog/version.h"

#endif
