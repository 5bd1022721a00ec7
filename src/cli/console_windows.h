/* What platform_windows.c tells console_windows.c, which ends the program. */
#ifndef DPM_CLI_CONSOLE_WINDOWS_H
#define DPM_CLI_CONSOLE_WINDOWS_H

/* Put `to` in the place of `from` in the list of unfinished files, which an interruption removes. */
void console_keep_part(const char *from, const char *to);

#endif
