# Opens the CSV files of an export with read.csv and holds them to the description beside them.
# Usage: Rscript check.R DIR
folder <- commandArgs(trailingOnly = TRUE)[1]
manifest <- readLines(file.path(folder, "peelcheck-export.json"), encoding = "UTF-8")
value <- function(line) sub('^[^:]*: "?([^",]*)"?,?$', "\\1", line)
names <- value(manifest[grepl('^      "name"', manifest)])
rows <- as.integer(value(manifest[grepl('^      "rows"', manifest)]))
stopifnot(length(names) == 6, length(rows) == 6)
numbers <- list(
  areas = "strengths", judgments = "line", statements = "line",
  links = "confidence", figures = c("part", "whole", "percent"), findings = "line"
)
truths <- list(areas = "graded", statements = "historical", links = "counts")
for (at in seq_along(names)) {
  table <- read.csv(file.path(folder, paste0(names[at], ".csv")), na.strings = "", encoding = "UTF-8")
  stopifnot(nrow(table) == rows[at])
  for (column in numbers[[names[at]]]) stopifnot(nrow(table) == 0 || is.numeric(table[[column]]))
  for (column in truths[[names[at]]]) stopifnot(nrow(table) == 0 || is.logical(table[[column]]))
}
cat(R.version.string, "reads", length(names), "tables,", sum(rows), "rows\n")
