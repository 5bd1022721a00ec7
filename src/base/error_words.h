/* The word for an error in the languages that DPM speaks: "Fehler 319:", "(ошибка 43)". */
#ifndef DPM_BASE_ERROR_WORDS_H
#define DPM_BASE_ERROR_WORDS_H

#include "dpmlog/span.h"

/* Of ASCII in small letters, other alphabets as they are written; a span without length ends them. */
extern const dpm_span error_words[];

#endif
