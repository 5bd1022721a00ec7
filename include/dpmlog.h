/* dpmlog reads the logs of Microsoft Data Protection Manager and says what broke and why. */
#ifndef DPMLOG_H
#define DPMLOG_H

#include "dpmlog/database.h"
#include "dpmlog/diff.h"
#include "dpmlog/escape.h"
#include "dpmlog/event.h"
#include "dpmlog/fix.h"
#include "dpmlog/fleet.h"
#include "dpmlog/follow.h"
#include "dpmlog/history.h"
#include "dpmlog/incident.h"
#include "dpmlog/listing.h"
#include "dpmlog/neighbours.h"
#include "dpmlog/redact.h"
#include "dpmlog/report.h"
#include "dpmlog/rules.h"
#include "dpmlog/session.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"
#include "dpmlog/version.h"

#endif
