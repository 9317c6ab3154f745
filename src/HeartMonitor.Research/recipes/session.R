# The figures of one exported session, and a picture of it.
#
#     monitor export SESSION --format csv --out s1        (or --format parquet)
#     Rscript session.R s1 [s1.pdf]
#
# Reads the CSV bundle with nothing but R itself; Parquet with the package arrow.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1) stop("usage: Rscript session.R FOLDER [PDF]")
folder <- arguments[1]

read_table <- function(name) {
  parquet <- file.path(folder, paste0(name, ".parquet"))
  if (file.exists(parquet)) return(as.data.frame(arrow::read_parquet(parquet)))
  table <- read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", stringsAsFactors = FALSE, encoding = "UTF-8")
  for (flag in intersect(c("late", "duplicate", "gap_before"), names(table))) table[[flag]] <- table[[flag]] == "true"
  table
}

samples <- read_table("samples")
beats <- read_table("rr")
events <- read_table("events")

# Mean of the good rates, each weighted by the time to the next packet, at most 5 s.
mean_rate <- function(samples) {
  seconds <- pmin(5, diff(samples$t_rel_s))
  this <- head(samples, -1)
  used <- this$quality == "good" & !is.na(this$bpm) & seconds > 0
  sum(this$bpm[used] * seconds[used]) / sum(seconds[used])
}

# Root mean square of successive differences, ms: never across a gap, never with a beat that is flagged or an artefact.
rmssd <- function(beats) {
  clean <- beats$segment > 0 & beats$flag == 0 & (is.na(beats$artefact) | beats$artefact == "none")
  pairs <- head(clean, -1) & tail(clean, -1) & !tail(beats$gap_before, -1)
  sqrt(mean(diff(beats$rr_ms)[pairs]^2))
}

answers <- events[events$trial_type == "rpe" & events$state == "given", ]
gaps <- events[events$trial_type == "gap", ]
raised <- events[events$trial_type == "alert" & events$state == "raised", ]
cat(sprintf("packets: %d\n", nrow(samples)))
cat(sprintf("intervals: %d\n", nrow(beats)))
cat(sprintf("mean_bpm: %.2f\n", mean_rate(samples)))
cat(sprintf("rmssd_ms: %.2f\n", rmssd(beats)))
cat(sprintf("gaps: %d\n", nrow(gaps)))
cat(sprintf("gap_s: %.3f\n", sum(gaps$duration)))
cat(sprintf("rpe: %s\n", paste(sprintf("%.0f@%.0f", answers$value, answers$onset), collapse = " ")))
cat(sprintf("alerts: %s\n", paste(raised$code, collapse = " ")))

if (length(arguments) > 1) {
  pdf(arguments[2], width = 10, height = 4)
  shown <- ifelse(samples$quality %in% c("good", "suspect"), samples$bpm, NA)
  plot(samples$t_rel_s / 60, shown, type = "p", pch = 20, cex = 0.4, xlab = "minutes from the start", ylab = "heart rate, 1/min")
  phases <- events[events$trial_type == "phase", ]
  abline(v = phases$onset / 60, col = "grey")
  text(phases$onset / 60, par("usr")[4], phases$code, pos = 1, cex = 0.7)
  invisible(dev.off())
}
