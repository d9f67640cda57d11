# The hazard of survfit() with rows clustered by subject; limits on the log scale, or plain. With a terminal event Ghosh and Lin's mean by its
# formula, S(t-) from survfit(), and the error by each subject's derivative, written out.
function(case, data) {
  library(survival)
  input <- case$input
  columns <- unlist(input$group)
  y <- surv_of(case, data)
  group <- group_of(data, columns)
  weights <- weights_of(case, data)
  half <- qnorm(1 - (1 - (case$options$confLevel %or% 0.95)) / 2)
  plain <- identical(case$options$confType, "plain")
  mean_with_death <- function(own, time) {
    rows <- as.matrix(y[own, ])
    id <- data[[input$id]][own]
    w <- weights[own]
    dead <- data[[input$terminal]][own]
    subjects <- unique(id)
    by <- function(rows) vapply(subjects, function(s) sum(w[rows & id == s]), 0)
    death <- survfit(Surv(rows[, 1], rows[, 2], dead) ~ 1, weights = w, se.fit = FALSE)
    before <- c(1, death$surv)[match(time, death$time)]
    u <- l <- numeric(length(subjects))
    se <- vapply(seq_along(time), function(j) {
      ends <- rows[, 2] == time[j]
      risk <- by(rows[, 1] < time[j] & rows[, 2] >= time[j])
      events <- by(ends & rows[, 3] == 1)
      deaths <- by(ends & dead == 1)
      n <- sum(risk)
      u <<- u + before[j] * (l * sum(events) / n + (events - risk * sum(events) / n) / n)
      left <- n - sum(deaths)
      if (left > 1e-9) l <<- l + risk * sum(deaths) / (n * left) - deaths / left
      sqrt(sum(u^2))
    }, 0)
    at <- survfit(y[own, ] ~ 1, weights = w, se.fit = FALSE)
    list(cumhaz = cumsum(before * (at$n.event / at$n.risk)[match(time, at$time)]), std.chaz = se, survival = death$surv[match(time, death$time)],
      count = death$n.event[match(time, death$time)])
  }
  curves <- lapply(seq_len(nlevels(group)), function(g) {
    own <- group == levels(group)[g]
    fit <- survfit(y[own, ] ~ 1, cluster = data[[input$id]][own], weights = weights[own])
    rows <- listed(length(fit$time), case$options$maxRows %or% Inf)
    dying <- if (is.null(input$terminal)) NULL else mean_with_death(own, fit$time)
    m <- (dying %or% fit)$cumhaz[rows]
    se <- (dying %or% fit)$std.chaz[rows]
    limit <- function(z) I(if (plain) pmax(0, m + z * se) else ifelse(m > 0, m * exp(z * se / m), NA))
    c(if (!is.null(columns)) list(group = label_of(data, columns, group, g)),
      list(subjects = length(unique(data[[input$id]][own])), events = sum(fit$n.event), rows = length(fit$time), time = I(fit$time[rows]),
        nRisk = I(fit$n.risk[rows]), nEvent = I(fit$n.event[rows])),
      if (!is.null(dying)) list(nTerminal = I(dying$count[rows]), survival = I(dying$survival[rows])),
      list(estimate = I(m), stdErr = I(se), lower = limit(-half), upper = limit(half)))
  })
  list(n = nrow(data), curves = curves)
}
