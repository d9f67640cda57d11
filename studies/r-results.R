# What R's survival (3.5-3, R 4.2.2) answers to the analyses of a study, under the addresses of our results: sourced by
# colon/colon.R and hannover/hannover.R, which write colon-r.json and hannover-r.json. Their figures are never edited by hand.
library(survival)

answers <- list()

# One result: value and limits NA where not defined or not reached.
answer <- function(key, value, lower = NULL, upper = NULL, n, events = 0, sums = NULL) {
  if (!is.null(answers[[key]])) stop("two answers for ", key)
  number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
  fields <- c(value = number(unname(value)), if (!is.null(lower)) c(lower = number(unname(lower)), upper = number(unname(upper))), n = n, events = events,
              if (!is.null(sums)) c(sums = paste0("[", paste(number(sums), collapse = ","), "]")))
  answers[[key]] <<- paste0("{", paste0('"', names(fields), '":', fields, collapse = ","), "}")
}

# The shortest decimal that reads back to the number.
shortest <- function(x) Find(function(text) as.numeric(text) == x, sapply(15:17, function(digits) sprintf("%.*g", digits, x)))

write_answers <- function(file) {
  lines <- paste0("  ", '"', names(answers), '": ', unlist(answers), collapse = ",\n")
  writeLines(enc2utf8(paste0("{\n", lines, "\n}")), file(file, "wb"), useBytes = TRUE)
}

group_key <- function(...) paste(c(...)[nzchar(c(...))], collapse = "/")

# Everyone, then each level of `by` that somebody has, as paths and subsets.
parts_of <- function(data, by) {
  levels <- if (is.null(by)) character(0) else levels(droplevels(data[[by]]))
  c(list(list(group = "", data = data)),
    lapply(levels, function(level) list(group = paste0(by, "=", level), data = data[data[[by]] == level, ])))
}

# --- survival: data has day (of event or censoring) and event; unit is the length of the results' unit in days

survival_answers <- function(path, data, by, at, tau, unit) {
  parts <- parts_of(data, by)
  if (is.null(tau)) tau <- min(sapply(parts, function(part) max(part$data$day))) / unit
  for (part in parts) curve_answers(paste(path, part$group, sep = if (part$group == "") "" else "/"), part$data, at, tau, unit)
  if (!is.null(by)) test_answers(path, data, by)
}

curve_answers <- function(path, data, at, tau, unit) {
  key <- function(name) paste(path, name, sep = "/")
  put <- function(name, ...) answer(key(name), ..., n = nrow(data), events = sum(data$event))
  fit <- survfit(Surv(day, event) ~ 1, data, conf.type = "log-log")
  # The curve itself, as sums over its times; limits that are not defined are left out.
  sum_of <- function(x) sum(x[is.finite(x)])
  put("curve", tail(fit$surv, 1), sums = c(length(fit$time), sum(fit$time) / unit, sum(fit$surv), sum_of(fit$lower), sum_of(fit$upper),
                                           sum(fit$n.risk), sum(fit$n.event), sum(fit$n.censor)))
  quantiles <- quantile(fit, c(0.25, 0.5, 0.75))
  for (k in 1:3) put(c("quantile:0.25", "median", "quantile:0.75")[k], quantiles$quantile[k] / unit, quantiles$lower[k] / unit, quantiles$upper[k] / unit)
  last <- max(data$day)
  for (t in at) {
    days <- t * unit
    beyond <- days > last && tail(fit$surv, 1) > 0
    s <- summary(fit, times = days, extend = TRUE)
    # Before the first event R gives the limits 1 and 1 or none; we say that they are not defined.
    if (beyond) put(paste0("survival@", t), NA)
    else put(paste0("survival@", t), s$surv, if (s$surv == 1) NA else s$lower, if (s$surv == 1) NA else s$upper)
    alive <- sum(data$day > days | (data$day == days & data$event == 0))
    if (any(data$event == 0 & data$day < days)) put(paste0("crudeSurvival@", t), NA)
    else { exact <- binom.test(alive, nrow(data))$conf.int; put(paste0("crudeSurvival@", t), alive / nrow(data), exact[1], exact[2]) }
    put(paste0("survivors@", t), alive)
  }
  put("shortestTime", min(data$day) / unit)
  put("longestTime", last / unit)
  put("lastObservation", last / unit)
  if (tau * unit > last * (1 + 1e-12) && tail(fit$surv, 1) > 0) put(paste0("restrictedMean@", shortest(tau)), NA)
  else {
    table <- summary(fit, rmean = tau * unit)$table
    half <- qnorm(0.975) * table[["se(rmean)"]]
    put(paste0("restrictedMean@", shortest(tau)), table[["rmean"]] / unit, (table[["rmean"]] - half) / unit, (table[["rmean"]] + half) / unit)
  }
}

test_answers <- function(path, data, by) {
  put <- function(name, value) answer(paste(path, name, sep = "/"), value, n = nrow(data), events = sum(data$event))
  test <- survdiff(as.formula(paste("Surv(day, event) ~", by)), data)
  df <- sum(test$exp > 0) - 1
  put("statistic(log-rank)", test$chisq)
  put("degreesOfFreedom(log-rank)", df)
  put("pValue(log-rank)", pchisq(test$chisq, df, lower.tail = FALSE))
  if (nrow(data) <= 60 && nlevels(droplevels(data[[by]])) == 2) put("pValue(exact log-rank)", exact_log_rank(data, by))
}

# The share of all relabellings whose sum of log-rank scores is at least as far from its mean; every one is counted.
exact_log_rank <- function(data, by) {
  hazard <- sapply(data$day, function(t) {
    times <- unique(data$day[data$event == 1 & data$day <= t])
    sum(sapply(times, function(u) sum(data$day == u & data$event == 1) / sum(data$day >= u)))
  })
  scores <- hazard - data$event
  first <- data[[by]] == levels(droplevels(data[[by]]))[1]
  sums <- colSums(matrix(scores[combn(nrow(data), sum(first))], nrow = sum(first)))
  mean <- sum(first) * mean(scores)
  sum(abs(sums - mean) >= abs(sum(scores[first]) - mean) - 1e-9) / length(sums)
}

# --- follow-up

follow_up_answers <- function(path, data, by, unit, as_of = NULL) {
  for (part in parts_of(data, by)) {
    rows <- part$data
    key <- function(name) group_key(path, part$group, name)
    fit <- survfit(Surv(day, 1 - event) ~ 1, rows, conf.type = "log-log")
    median <- quantile(fit, 0.5)
    answer(key("followUpMedian"), median$quantile / unit, median$lower / unit, median$upper / unit, n = nrow(rows), events = sum(rows$event))
    alive <- rows[rows$event == 0, ]
    answer(key("shortestTime"), min(alive$day) / unit, n = nrow(alive))
    answer(key("longestTime"), max(alive$day) / unit, n = nrow(alive))
    if (is.null(as_of)) next
    owed <- pmax(0, as.numeric(as_of - rows$from))
    observed <- pmin(rows$day, owed)
    answer(key("completeness"), sum(observed) / sum(ifelse(rows$event == 1, observed, owed)), n = nrow(rows), events = sum(rows$event))
  }
}

# --- factors: a data frame's factors have their reference first; `levels` gives the order of the results

cox_answers <- function(path, data, univariable, multivariable) {
  for (term in univariable) model_answers(paste0(path, "/univariable"), data, term)
  if (length(multivariable) > 0) model_answers(paste0(path, "/multivariable"), data, multivariable)
}

model_answers <- function(path, data, terms) {
  rows <- data[complete.cases(data[terms]), ]
  fitted <- function(of) {
    formula <- as.formula(paste("Surv(day, event) ~", if (length(of) > 0) paste(of, collapse = " + ") else "1"))
    control <- coxph.control(eps = 1e-11, toler.chol = 1e-12, iter.max = 100)
    fit <- coxph(formula, rows, ties = "efron", control = control)
    if (length(of) == 0) return(fit)
    # A restart from the answer takes one more step than the change of the likelihood asks for.
    again <- coxph(formula, rows, ties = "efron", control = control, init = coef(fit))
    again$loglik <- c(fit$loglik[1], tail(again$loglik, 1))
    again
  }
  fit <- fitted(terms)
  put <- function(name, ..., n = nrow(rows), events = sum(rows$event)) answer(paste(path, name, sep = "/"), ..., n = n, events = events)
  zph <- cox.zph(fit, transform = "km", terms = TRUE)$table
  b <- coef(fit)
  se <- sqrt(diag(vcov(fit)))
  for (term in terms) {
    x <- rows[[term]]
    if (!is.factor(x)) coefficient_answers(put, term, b[[term]], se[[term]], nrow(rows), sum(rows$event))
    else for (level in levels(x)) {
      n <- sum(x == level)
      events <- sum(rows$event[x == level])
      about <- paste0(term, "=", level)
      if (level == levels(x)[1]) put(paste0(about, "/hazardRatio"), 1, n = n, events = events)
      else coefficient_answers(put, about, b[[paste0(term, level)]], se[[paste0(term, level)]], n, events)
    }
    if (nlevels(x) > 2) {
      others <- fitted(setdiff(terms, term))
      statistic <- 2 * (tail(fit$loglik, 1) - tail(others$loglik, 1))
      put(paste0(term, "/pValue(likelihood ratio)"), pchisq(statistic, nlevels(x) - 1, lower.tail = FALSE))
    }
    put(paste0(term, "/proportionalHazards(Grambsch\u2013Therneau)"), zph[term, "p"])
  }
  about <- if (length(terms) == 1) paste0(terms, "/") else ""
  if (length(terms) > 1) {
    put("proportionalHazards(Grambsch\u2013Therneau)", zph["GLOBAL", "p"])
    put("pValue(likelihood ratio)", pchisq(2 * diff(fit$loglik), length(b), lower.tail = FALSE))
  }
  put(paste0(about, "concordance"), fit$concordance[["concordance"]])
}

coefficient_answers <- function(put, about, b, se, n, events) {
  put(paste0(about, "/hazardRatio"), exp(b), exp(b - qnorm(0.975) * se), exp(b + qnorm(0.975) * se), n = n, events = events)
  put(paste0(about, "/pValue(Wald)"), 2 * pnorm(-abs(b / se)), n = n, events = events)
}

# --- the table of baseline characteristics

baseline_answers <- function(path, data, by, factors) {
  for (part in parts_of(data, by)) for (name in factors) {
    x <- part$data[[name]]
    put <- function(what, value, level = NULL, n = sum(!is.na(x)))
      answer(group_key(path, part$group, paste0(name, if (!is.null(level)) paste0("=", level)), what), value, n = n)
    if (is.factor(x)) for (level in levels(x)) {
      put("count", sum(x == level, na.rm = TRUE), level)
      put("proportion", mean(x == level, na.rm = TRUE), level)
    } else {
      quartiles <- quantile(x, c(0.25, 0.5, 0.75), type = 7, na.rm = TRUE)
      put("lowerQuartile", quartiles[[1]]); put("median", quartiles[[2]]); put("upperQuartile", quartiles[[3]])
      put("mean", mean(x, na.rm = TRUE)); put("standardDeviation", sd(x, na.rm = TRUE))
      put("minimum", min(x, na.rm = TRUE)); put("maximum", max(x, na.rm = TRUE))
    }
    put("missing", sum(is.na(x)), n = length(x))
  }
}

flow_answers <- function(path, data, years = NULL) {
  put <- function(name, value) answer(paste(path, name, sep = "/"), value, n = nrow(data))
  put("rows", nrow(data))
  put("patients", length(unique(data$patient)))
  if (!is.null(years)) { put("firstYear", min(years)); put("lastYear", max(years)) }
}
