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
