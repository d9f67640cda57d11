# What several methods' scripts share: the parts that a case names, as R takes them.
`%or%` <- function(value, default) if (is.null(value)) default else value

# Rows with a 0/1 event, or with the codes that count as one; entry where the case names it.
surv_of <- function(case, data, flip = FALSE) {
  event <- data[[case$input$event]]
  event <- if (is.null(case$input$eventCode)) as.numeric(event) else as.numeric(as.character(event) %in% unlist(case$input$eventCode))
  if (flip) event <- 1 - event
  time <- data[[case$input$time]]
  entry <- case$input$entry
  if (is.null(entry)) survival::Surv(time, event) else survival::Surv(data[[entry]], time, event)
}

# One factor of the grouping columns, the first slowest; only groups that have rows.
group_of <- function(data, columns) {
  columns <- unlist(columns)
  if (is.null(columns)) return(factor(rep("", nrow(data))))
  interaction(lapply(columns, function(name) factor(data[[name]])), lex.order = TRUE, drop = TRUE)
}

# The columns' values of group g, as strings.
label_of <- function(data, columns, group, g) {
  columns <- unlist(columns)
  first <- which(group == levels(group)[g])[1]
  lapply(setNames(columns, columns), function(name) as.character(data[[name]][first]))
}

weights_of <- function(case, data) if (is.null(case$input$weights)) rep(1, nrow(data)) else data[[case$input$weights]]

# Columns of the covariates by treatment contrasts, named as the format names its terms.
design_of <- function(case, data) {
  one <- function(covariate) {
    name <- covariate$name
    if (identical(covariate$type, "interaction"))
      return(Reduce(function(a, b) {
        both <- do.call(cbind, lapply(colnames(b), function(right) a * b[, right]))
        colnames(both) <- as.vector(outer(colnames(a), colnames(b), paste, sep = ":"))
        both
      }, lapply(name, function(part) one(Filter(function(other) identical(other$name, part), case$input$covariates)[[1]]))))
    if (!identical(covariate$type, "factor")) return(matrix(as.numeric(data[[name]]), ncol = 1, dimnames = list(NULL, name)))
    value <- as.character(data[[name]])
    levels <- unlist(covariate$levels) %or% as.character(sort(unique(data[[name]])))
    others <- setdiff(levels, covariate$reference %or% levels[1])
    columns <- do.call(cbind, lapply(others, function(level) as.numeric(value == level)))
    colnames(columns) <- paste0(name, "=", others)
    columns
  }
  do.call(cbind, lapply(case$input$covariates, one))
}

# The case's newdata as a table, numbers where the data's column holds numbers.
new_rows <- function(data, rows) {
  columns <- setNames(names(rows[[1]]), names(rows[[1]]))
  as.data.frame(lapply(columns, function(name) {
    value <- unlist(lapply(rows, function(row) row[[name]]))
    if (is.numeric(data[[name]])) as.numeric(value) else value
  }), check.names = FALSE)
}

# Which of n rows of a curve are listed: at most `most`, the first and last among them.
listed <- function(n, most) unique(round(seq(1, n, length.out = min(n, most))))

# The curves of survfit() as the format has them; `call` holds survfit's arguments beside rows, groups and those of every method.
curves_of <- function(case, data, call = list(), flip = FALSE) {
  options <- case$options
  columns <- unlist(case$input$group)
  y <- surv_of(case, data, flip)
  group <- group_of(data, columns)
  call <- c(list(if (nlevels(group) > 1) y ~ group else y ~ 1, conf.type = options$confType %or% "log",
    conf.int = options$confLevel %or% 0.95), call)
  if (!is.null(case$input$weights)) call$weights <- weights_of(case, data)
  if (!is.null(case$input$cluster)) call$cluster <- data[[case$input$cluster]]
  if (!is.null(options$robust)) call$robust <- options$robust
  if (!is.null(options$startTime)) call$start.time <- options$startTime
  if (isTRUE(options$influence)) call$influence <- 1
  fit <- do.call(survival::survfit, call)
  kept <- if (is.null(fit$strata)) 1 else match(sub("^group=", "", names(fit$strata)), levels(group))
  curve <- function(g) {
    one <- if (length(kept) > 1) fit[g] else fit
    whole <- summary(one, censored = TRUE)
    at <- which(whole$n.event > 0 | !isTRUE(options$eventTimesOnly))
    chosen <- listed(length(at), options$maxRows %or% Inf)
    rows <- at[chosen]
    answer <- list(n = one$n, events = sum(one$n.event), rows = length(at), time = I(whole$time[rows]), nRisk = I(whole$n.risk[rows]),
      nEvent = I(whole$n.event[rows]), nCensor = I(diff(c(0, cumsum(whole$n.censor)[at]))[chosen]), survival = I(whole$surv[rows]),
      stdErr = I(whole$std.err[rows]), lower = I(whole$lower[rows]), upper = I(whole$upper[rows]),
      cumulativeHazard = I(whole$cumhaz[rows]), cumHazStdErr = I(whole$std.chaz[rows]))
    if (!is.null(columns)) answer <- c(list(group = label_of(data, columns, group, kept[g])), answer)
    p <- unlist(options$quantiles) %or% c(0.25, 0.5, 0.75)
    found <- quantile(one, p)
    answer$quantiles <- list(p = I(p), estimate = I(unname(found$quantile)), lower = I(unname(found$lower)), upper = I(unname(found$upper)))
    if (!is.null(options$tau)) {
      table <- summary(one, rmean = options$tau)$table
      answer$rmean <- unname(table["rmean"])
      answer$rmeanStdErr <- unname(table["se(rmean)"])
    }
    if (!is.null(options$atTimes)) {
      times <- sort(unlist(options$atTimes))
      part <- summary(one, times = times, extend = TRUE)
      answer$at <- list(time = I(times), nRisk = I(part$n.risk), nEvent = I(part$n.event), nCensor = I(part$n.censor),
        survival = I(part$surv), stdErr = I(part$std.err), lower = I(part$lower), upper = I(part$upper),
        cumulativeHazard = I(part$cumhaz), cumHazStdErr = I(part$std.chaz))
    }
    if (isTRUE(options$influence)) {
      flow <- if (is.list(fit$influence.surv)) fit$influence.surv[[g]] else fit$influence.surv
      answer$influence <- unname(flow[, rows, drop = FALSE])
    }
    answer
  }
  list(curves = lapply(seq_along(kept), curve))
}

# Which entries of a curve are listed: those at the times that the case records, or at most `most`.
listed_at <- function(time, recorded, most = 20) {
  recorded <- unlist(recorded)
  if (is.null(recorded)) return(listed(length(time), most))
  vapply(recorded, function(t) which.min(abs(time - t)), 1L)
}

strata_of <- function(case, data) {
  columns <- unlist(case$input$strata)
  if (is.null(columns)) return(NULL)
  list(codes = group_of(data, columns), labels = do.call(paste, c(lapply(columns, function(name) as.character(data[[name]])), sep = "/")))
}

# coxph() of the case's rows, iterated until nothing moves; x, y, strata and weights by plain names, so that new rows can be given.
cox_fit <- function(case, data, x = design_of(case, data), ...) {
  options <- case$options
  call <- list(ties = options$ties %or% "efron", control = survival::coxph.control(eps = 1e-12, iter.max = options$maxIter %or% 100), ...)
  frame <- list(y = surv_of(case, data), x = x, o = if (is.null(case$input$offset)) NULL else data[[case$input$offset]])
  strata <- strata_of(case, data)
  frame$s <- strata$codes
  call$formula <- stats::as.formula(paste("y ~", paste(c(if (is.null(x)) "1" else "x", if (!is.null(strata)) "strata(s)", if (!is.null(frame$o)) "offset(o)"), collapse = " + ")),
    env = list2env(frame, parent = asNamespace("survival")))
  if (!is.null(case$input$weights)) call$weights <- weights_of(case, data)
  if (!is.null(case$input$cluster)) call$cluster <- data[[case$input$cluster]]
  else if (isTRUE(options$robust)) call$cluster <- seq_len(nrow(data))
  do.call(survival::coxph, call)
}

# What coxph() says to a case of `cox`. Where the likelihood is monotone, the coefficient that runs away is the one whose error is huge.
cox_answer <- function(case, data) {
  library(survival)
  x <- design_of(case, data)
  fit <- cox_fit(case, data, x)
  half <- qnorm(1 - (1 - (case$options$confLevel %or% 0.95)) / 2)
  coef <- unname(fit$coefficients)
  se <- sqrt(diag(fit$var))
  se[is.na(coef)] <- NA
  kept <- !is.na(coef)
  var <- fit$var
  var[!kept, ] <- NA
  var[, !kept] <- NA
  df <- sum(kept)
  answer <- list(n = fit$n, events = fit$nevent, terms = I(colnames(x)))
  logLik <- list(null = fit$loglik[1], fitted = fit$loglik[length(fit$loglik)])
  if (isTRUE(case$options$monotone))
    return(c(answer, list(infinite = I(!is.finite(se) | se * apply(x, 2, sd) > 100), logLik = logLik, tests = list(score = chi_squared(fit$score, qr(x)$rank)))))
  answer <- c(answer, list(coef = I(coef), se = I(se), z = I(coef / se), p = I(2 * pnorm(-abs(coef / se))), hazardRatio = I(exp(coef)),
    lower = I(exp(coef - half * se)), upper = I(exp(coef + half * se)), vcov = unname(var)))
  if (!is.null(fit$naive.var)) answer <- c(answer, list(naiveSe = I(sqrt(diag(fit$naive.var))), naiveVcov = unname(fit$naive.var)))
  answer$logLik <- logLik
  answer$tests <- list(likelihoodRatio = chi_squared(2 * diff(fit$loglik), df), wald = chi_squared(fit$wald.test, df), score = chi_squared(fit$score, df))
  if (!is.null(fit$rscore)) answer$tests$robustScore <- chi_squared(fit$rscore, df)
  answer$concordance <- unname(fit$concordance["concordance"])
  answer$concordanceStdErr <- unname(fit$concordance["std"])
  answer
}

chi_squared <- function(statistic, df) list(chisq = as.numeric(statistic), df = df, p = pchisq(as.numeric(statistic), df, lower.tail = FALSE))

# 0 for a censoring, else the place of the cause among the sorted ones, as strings.
causes_of <- function(case, data) {
  column <- as.character(data[[case$input$event]])
  labels <- sort(setdiff(unique(column), as.character(case$input$censorCode %or% 0)))
  list(codes = match(column, labels, nomatch = 0), labels = labels)
}

# The limits of the case's intervals as survival's interval2 takes them.
interval_of <- function(case, data) {
  input <- case$input
  time <- data[[input$time]]
  censoring <- case$options$censoring %or% if (is.null(input$time2)) "right" else "interval2"
  if (censoring != "interval2") return(survival::Surv(time, data[[input$event]], type = censoring))
  survival::Surv(ifelse(is.infinite(time), NA, time), ifelse(is.infinite(data[[input$time2]]), NA, data[[input$time2]]), type = "interval2")
}

# Score() of riskRegression for the case's predictions. The cause asked for is made the first: its error of the AUC counts events of
# code 1, whatever the cause (2022.11.28).
scores_of <- function(case, data, metric) {
  library(survival)
  library(prodlim)
  library(riskRegression)
  times <- unlist(case$options$times)
  frame <- data.frame(time = data[[case$input$time]])
  competing <- !is.null(case$input$censorCode)
  if (competing) {
    causes <- causes_of(case, data)
    cause <- if (is.null(case$options$cause)) 1 else match(as.character(case$options$cause), causes$labels)
    frame$event <- match(causes$codes, c(cause, setdiff(seq_along(causes$labels), cause)), nomatch = 0)
  } else frame$event <- as.matrix(surv_of(case, data))[, 2]
  predictions <- as.matrix(data[unlist(case$input$predictions)])
  call <- list(list(m = unname(predictions)), formula = if (competing) Hist(time, event) ~ 1 else Surv(time, event) ~ 1, data = frame,
    times = times, metrics = metric, cens.model = "km", conf.int = TRUE, se.fit = TRUE, null.model = TRUE, summary = if (metric == "brier") "ipa" else NULL)
  if (competing) call$cause <- 1
  table <- as.data.frame(do.call(Score, call)[[if (metric == "brier") "Brier" else "AUC"]]$score)
  of <- function(model, column) { part <- table[as.character(table$model) == model, ]; part[[column]][match(times, part$times)] }
  list(n = nrow(data), times = times, of = of)
}

# What a model with Firth's penalty tells, by R's general optimisers. `at` is the penalised likelihood at b and `errors` the standard
# errors there, both for columns divided by `spread`; the first `nuisance` of the p columns are in the null model too.
firth_answer <- function(at, errors, p, level, spread, nuisance) {
  climb <- function(free, b) {
    if (length(free) == 0) return(list(b = b, value = at(b)))
    of <- function(part) -at(replace(b, free, part))
    gradient <- function(part) vapply(seq_along(part), function(k) {
      h <- 1e-4
      step <- replace(numeric(length(part)), k, h)
      # Fourth order, so that the gradient is right to about 1e-11.
      (8 * (of(part + step) - of(part - step)) - (of(part + 2 * step) - of(part - 2 * step))) / (12 * h)
    }, 0)
    best <- list(par = b[free])
    for (k in 1:3) best <- optim(best$par, of, gradient, method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
    list(b = replace(b, free, best$par), value = -best$value)
  }
  best <- climb(seq_len(p), numeric(p))
  se <- errors(best$b)
  without <- function(j, value) climb(setdiff(seq_len(p), j), replace(best$b, j, value))$value
  limit <- function(j, side) {
    off <- function(value) without(j, value) - best$value + qchisq(level, 1) / 2
    far <- 2 * side * se[j]
    while (off(best$b[j] + far) > 0) far <- 1.5 * far
    exp(uniroot(off, sort(c(best$b[j], best$b[j] + far)), tol = 1e-11)$root / spread[j])
  }
  statistic <- pmax(0, vapply(seq_len(p), function(j) 2 * (best$value - without(j, 0)), 0))
  null <- climb(seq_len(nuisance), numeric(p))$value
  # The determinant is that of the covariates as they are given.
  units <- sum(log(spread))
  list(coef = I(best$b / spread), se = I(unname(se / spread)), lower = I(vapply(seq_len(p), limit, 0, -1)), upper = I(vapply(seq_len(p), limit, 0, 1)),
    chisq = I(statistic), p = I(pchisq(statistic, 1, lower.tail = FALSE)), likelihoodRatio = chi_squared(2 * (best$value - null), p - nuisance),
    logLik = list(null = null + units, fitted = best$value + units))
}
