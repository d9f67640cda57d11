# Makes colon-r.json: every figure of the colon study from R, read from the tables of references/data.
#   Rscript studies/colon/colon.R          (from the root of the repository)
source("studies/r-results.R")

table_of <- function(file) {
  data <- read.csv(file.path("references/data", file))
  levels <- list(rx = c("Obs", "Lev", "Lev+5FU"), extent = c(3, 1, 2, 4))
  for (name in c("rx", "sex", "obstruct", "adhere", "differ", "extent", "surg", "node4"))
    data[[name]] <- if (is.null(levels[[name]])) factor(data[[name]]) else factor(data[[name]], levels = levels[[name]])
  data$patient <- data$id
  data$day <- data$time
  data
}
deaths <- table_of("colon-death.csv")
recurrences <- table_of("colon-recurrence.csv")
year <- 365.25
per_decade <- function(data) { data$age <- data$age / 10; data }
univariable <- c("rx", "node4", "age", "sex", "obstruct", "adhere", "nodes", "differ", "extent", "surg")
multivariable <- setdiff(univariable, "nodes")

flow_answers("flow/all", deaths)
baseline_answers("baseline/all", deaths, "rx", c("age", "sex", "obstruct", "adhere", "nodes", "node4", "differ", "extent", "surg"))
survival_answers("os/all", deaths, "rx", c(1, 3, 5), 5, year)
survival_answers("ttr/all", recurrences, "rx", c(1, 3, 5), 5, year)
cox_answers("os-factors/all", per_decade(deaths), univariable, multivariable)
cox_answers("ttr-factors/all", per_decade(recurrences), univariable, multivariable)
follow_up_answers("follow-up/all", deaths, "rx", year)
write_answers("studies/colon/colon-r.json")
