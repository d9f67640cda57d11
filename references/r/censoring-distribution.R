# survfit() of the flipped event, deaths a little before the censorings of their time.
function(case, data) {
  library(survival)
  columns <- unlist(case$input$group)
  y <- as.matrix(surv_of(case, data))
  time <- y[, ncol(y) - 1]
  event <- y[, ncol(y)]
  group <- group_of(data, columns)
  # On the scale of ranks, so that a little is less than any distance.
  all <- sort(unique(c(time, if (ncol(y) == 3) y[, 1])))
  rank <- match(time, all) - 0.2 * event
  entry <- if (ncol(y) == 3) match(y[, 1], all) else NULL
  w <- weights_of(case, data)
  times <- unlist(case$options$atTimes)
  curves <- lapply(seq_len(nlevels(group)), function(g) {
    own <- group == levels(group)[g]
    fit <- survfit(if (is.null(entry)) Surv(rank[own], 1 - event[own]) ~ 1 else Surv(entry[own], rank[own], 1 - event[own]) ~ 1, weights = w[own])
    step <- all[ceiling(fit$time - 1e-9)]
    of <- function(t) c(1, fit$surv)[vapply(t, function(one) sum(step <= one), 0L) + 1]
    own_times <- sort(unique(step))
    c(if (!is.null(columns)) list(group = label_of(data, columns, group, g)),
      list(time = I(own_times), survival = I(of(own_times)), at = list(time = I(times), survival = I(of(times)))))
  })
  list(n = nrow(data), curves = curves)
}
