# Probabilities in state: survfit() of survival, with the influence where the table is small.
#
# The error of the time in state is not that of summary(fit, rmean = tau)$table: each interval takes the influence of the
# interval before it. That is how the public cases were recorded; docs/methods/multi-state.md shows the difference.

function(case, data) {
  suppressMessages(library(survival))
  input <- case$input
  options <- case$options
  event <- as.character(data[[input$event]])
  censored <- as.character(if (is.null(input$censorCode)) 0 else input$censorCode)
  ends <- if (is.null(input$states)) sort(unique(setdiff(event, censored))) else as.character(unlist(input$states))
  event <- factor(ifelse(event %in% censored, "(censored)", event), c("(censored)", ends))
  y <- if (is.null(input$entry)) Surv(data[[input$time]], event) else
    Surv(data[[input$entry]], data[[input$time]], event)
  columns <- unlist(input$group)
  group <- group_of(data, columns)
  call <- list(if (nlevels(group) > 1) y ~ group else y ~ 1,
    conf.type = if (is.null(options$confType)) "log" else options$confType,
    conf.int = if (is.null(options$confLevel)) 0.95 else options$confLevel)
  if (!is.null(input$id)) call$id <- data[[input$id]]
  if (!is.null(input$istate)) call$istate <- data[[input$istate]]
  if (!is.null(input$weights)) call$weights <- data[[input$weights]]
  if (!is.null(options$startTime)) call$start.time <- options$startTime
  influence <- isTRUE(options$influence)
  fit <- do.call(survfit, c(call, list(influence = influence)))
  tau <- options$tau
  small <- !is.null(tau) && nlevels(group) == 1 && nrow(data) <= 1000
  flow <- if (small) do.call(survfit, c(call, list(influence = TRUE)))$influence.pstate
  size <- if (is.null(fit$strata)) length(fit$time) else fit$strata
  last <- cumsum(size)
  p0 <- if (is.matrix(fit$p0)) fit$p0 else matrix(fit$p0, 1)
  means <- if (!is.null(tau)) summary(fit, rmean = tau)$table
  states <- length(fit$states)
  curve <- function(g) {
    all <- seq(last[g] - size[g] + 1, last[g])
    whole <- if (isTRUE(options$eventTimesOnly)) all[rowSums(fit$n.event[all, , drop = FALSE]) > 0] else all
    censored <- diff(c(0, cumsum(fit$n.censor[all])[match(whole, all)]))
    most <- if (is.null(options$maxRows)) 20 else options$maxRows
    chosen <- listed(length(whole), most)
    rows <- whole[chosen]
    matrixOf <- function(x) matrix(x, ncol = states)[rows, , drop = FALSE]
    answer <- list(rows = length(whole), p0 = as.vector(p0[g, ]), time = fit$time[rows], nRisk = matrixOf(fit$n.risk),
      nEvent = matrixOf(fit$n.event), nCensor = censored[chosen], probability = matrixOf(fit$pstate),
      stdErr = matrixOf(fit$std.err), lower = matrixOf(fit$lower), upper = matrixOf(fit$upper))
    if (!is.null(columns)) answer$group <- label_of(data, columns, group, g)
    if (!is.null(tau)) {
      own <- seq(g, by = nlevels(group), length.out = states)
      answer$sojourn <- list(tau = tau, estimate = unname(means[own, "rmean"]))
      if (small) {
        before <- fit$time < tau
        width <- diff(c(fit$time[before], tau))
        answer$sojourn$stdErr <- sapply(seq_len(states), function(s)
          sqrt(sum((flow[, seq_along(width), s] %*% width)^2)))
      }
    }
    if (!is.null(options$atTimes)) {
      times <- sort(unlist(options$atTimes))
      one <- if (nlevels(group) > 1) fit[g, ] else fit
      at <- summary(one, times = times, extend = TRUE)
      table <- function(x) matrix(x, ncol = states)
      answer$at <- list(time = times, probability = table(at$pstate), stdErr = table(at$std.err),
        lower = table(at$lower), upper = table(at$upper))
    }
    if (influence) {
      flows <- if (is.list(fit$influence.pstate)) fit$influence.pstate[[g]] else fit$influence.pstate
      answer$influence <- unname(flows[, -1, , drop = FALSE][, rows - all[1] + 1, , drop = FALSE])
    }
    answer
  }
  list(states = fit$states, curves = lapply(seq_along(size), curve))
}
